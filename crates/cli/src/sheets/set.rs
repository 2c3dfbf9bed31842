//! Has a paper set with a sheet from outside by a process of its own, and ends it when it takes too long. A sheet is somebody's program: it
//! must not take the server with it.

use std::{
    env,
    io::{Read, Write as _},
    num::NonZero,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use forms::{FilledForm, Sheet};

use super::child::Job;

/// How long a sheet may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest PDF that is taken from it, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The longest message that is taken from it, in bytes.
const LONGEST: u64 = 4 * 1024;

/// What keeps the child's address space small before its first paper: its allocators reserve no gigabyte, it begins no thread.
const SMALL: [(&str, &str); 3] =
    [("MIMALLOC_ARENA_RESERVE", "16384"), ("MALLOC_ARENA_MAX", "1"), ("RAYON_NUM_THREADS", "1")];

/// How often one looks whether it has ended.
const LOOK: Duration = Duration::from_millis(4);

/// The PDF of a paper that is drawn with a sheet from outside; or why there is none, in Japanese and without a word of the paper.
pub fn set(form: &FilledForm, sheet: &Sheet) -> Result<Vec<u8>, String> {
    let job = Job {
        files: sheet.files.clone(),
        form: form.form.clone(),
        title: form.title.clone(),
        dated: form.dated,
        content: form.content.clone(),
    };
    let job = serde_json::to_vec(&job).map_err(|fault| fault.to_string())?;
    let _turn = Turn::take();
    drawn(&job).map_err(|why| format!("外の様式「{}」で印刷できません。{why}", sheet.form))
}

/// This very program, also when a newer one lies in its place by now.
fn program() -> PathBuf {
    let running = Path::new("/proc/self/exe");
    if running.exists() { running.to_owned() } else { env::current_exe().unwrap_or_default() }
}

fn drawn(job: &[u8]) -> Result<Vec<u8>, String> {
    // No environment: what the server knows is nothing for a sheet.
    let mut command = Command::new(program());
    command.arg("set-sheet").env_clear().current_dir("/").envs(SMALL);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|fault| format!("印刷するプログラムを始められません: {fault}"))?;
    let (input, output, told) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        // A child that ends early reads no more: that is told by its status.
        scope.spawn(move || input.map(|mut input| input.write_all(job)));
        let output = scope.spawn(|| all(output, LARGEST));
        let told = scope.spawn(|| all(told, LONGEST));
        let ended = wait(&mut child);
        let (output, told) = (output.join().unwrap_or_default(), told.join().unwrap_or_default());
        match ended {
            None => Err(format!("{}秒で終わらなかったので、止めました", PATIENCE.as_secs())),
            Some(status) if status.success() && output.starts_with(b"%PDF-") => Ok(output),
            Some(status) if status.code() == Some(1) => Err(String::from_utf8_lossy(&told).trim().to_owned()),
            Some(_) if String::from_utf8_lossy(&told).contains("memory allocation") => {
                Err("メモリーを512メガバイトより多く使おうとしたので、止めました".to_owned())
            }
            Some(_) => {
                Err("途中で止まりました（メモリーを512メガバイトより多く使おうとしたのかもしれません）".to_owned())
            }
        }
    })
}

/// What comes out of a pipe, to its end or to the most that is taken.
fn all(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What could not be read is missing, and that is seen by what came.
        drop(pipe.take(most).read_to_end(&mut bytes));
    }
    bytes
}

/// How it ended; none when it was ended because it took too long.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => thread::sleep(LOOK),
            Err(_) => break,
        }
    }
    // Whether it can be ended any more or has just ended by itself makes no difference.
    drop(child.kill());
    drop(child.wait());
    None
}

/// As many sheets at a time as there are cores: each may take half a gigabyte.
struct Turn;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREE: Condvar = Condvar::new();

impl Turn {
    fn take() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = FREE.wait_while(taken, |taken| *taken >= cores).unwrap_or_else(PoisonError::into_inner);
        *taken += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREE.notify_one();
    }
}
