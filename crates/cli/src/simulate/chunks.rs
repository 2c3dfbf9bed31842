//! The caseload in chunks of whole lines, shared out over the cores; what is written keeps the order of the file.

use std::{
    io::{self, Read, Write},
    num::NonZero,
    sync::{Condvar, Mutex, PoisonError},
    thread,
};

use domain::simulation::{Columns, HeaderFault, Reckoned, Simulation, Tally};

/// How much is read at a time. Small enough to stay in the cores' caches and to share out a small caseload evenly, large
/// enough that waiting for one's turn does not matter.
const CHUNK: usize = 1 << 18;

/// Longest line, in bytes.
const LONGEST_LINE: usize = 1 << 16;

/// The lines that are not taken yet.
struct Source<R> {
    input: R,
    rest: Vec<u8>,
    taken: u64,
    ended: bool,
    /// Whether the lines end with a bare `\r`, as old spreadsheets write them.
    bare_returns: bool,
}

/// What is written, chunk after chunk.
struct Sink<W, E> {
    next: u64,
    /// Number of the next chunk's first line in the file.
    line: u64,
    per_client: Option<W>,
    faults: E,
    failed: Option<io::Error>,
}

/// Reckons the whole input. The clients' own lines go to `per_client`, the bad rows, a sentence each, to `faults`.
/// The inner error is a head that cannot be used.
pub fn run<R: Read + Send, W: Write + Send, E: Write + Send>(
    simulation: &Simulation,
    mut input: R,
    per_client: Option<W>,
    mut faults: E,
) -> io::Result<Result<Tally, HeaderFault>> {
    let Head { line: head, rest, bare_returns } = head(&mut input)?;
    let columns = match Columns::read(&head) {
        Ok(columns) => columns,
        Err(fault) => return Ok(Err(fault)),
    };
    if !columns.unread.is_empty() {
        writeln!(faults, "1行目: 列「{}」は使いません。", columns.unread.join("」「"))?;
    }
    let source = Mutex::new(Source { input, rest, taken: 0, ended: false, bare_returns });
    let sink = (Mutex::new(Sink { next: 0, line: 2, per_client, faults, failed: None }), Condvar::new());
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let tallies = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(|| work(simulation, &columns, &source, &sink))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err(io::Error::other("a worker stopped"))))
            .collect::<io::Result<Vec<_>>>()
    })?;
    if let Some(fault) = lock(&sink.0).failed.take() {
        return Err(fault);
    }
    let mut whole = simulation.tally();
    tallies.into_iter().for_each(|tally| whole.join(tally));
    Ok(Ok(whole))
}

fn work<R: Read, W: Write, E: Write>(
    simulation: &Simulation,
    columns: &Columns,
    source: &Mutex<Source<R>>,
    (sink, written): &(Mutex<Sink<W, E>>, Condvar),
) -> io::Result<Tally> {
    let mut tally = simulation.tally();
    let (mut text, mut out) = (Vec::with_capacity(CHUNK + LONGEST_LINE), Vec::new());
    let wanted = lock(sink).per_client.is_some();
    loop {
        let taken = lock(source).take(&mut text);
        let (number, failed) = match taken {
            Ok(None) => return Ok(tally),
            Ok(Some(number)) => (number, None),
            Err((number, fault)) => (number, Some(fault)),
        };
        out.clear();
        let reckoned = simulation.reckon(columns, &text, &mut tally, wanted.then_some(&mut out));
        let mut sink = lock(sink);
        while sink.next != number {
            sink = written.wait(sink).unwrap_or_else(PoisonError::into_inner);
        }
        let fault = failed.or_else(|| if sink.failed.is_none() { sink.write(&out, &reckoned).err() } else { None });
        if let Some(fault) = fault {
            sink.failed.get_or_insert(fault);
            lock(source).ended = true;
        }
        sink.next += 1;
        written.notify_all();
    }
}

impl<R: Read> Source<R> {
    /// Fills `text` with the next whole lines; the number of the chunk, or nothing at the end.
    fn take(&mut self, text: &mut Vec<u8>) -> Result<Option<u64>, (u64, io::Error)> {
        text.clear();
        if self.ended {
            return Ok(None);
        }
        let number = self.taken;
        self.taken += 1;
        text.append(&mut self.rest);
        let wanted = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        if let Err(fault) = self.input.by_ref().take(wanted).read_to_end(text) {
            self.ended = true;
            text.clear();
            return Err((number, fault));
        }
        if self.bare_returns {
            text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        match text.iter().rposition(|byte| *byte == b'\n') {
            _ if text.len() < CHUNK => self.ended = true,
            Some(last) => self.rest.extend_from_slice(&text.split_off(last + 1)),
            None => {
                self.ended = true;
                text.clear();
                return Err((number, io::Error::other("行が長すぎます。CSVではないようです。")));
            }
        }
        Ok(Some(number))
    }
}

impl<W: Write, E: Write> Sink<W, E> {
    fn write(&mut self, out: &[u8], reckoned: &Reckoned) -> io::Result<()> {
        if let Some(per_client) = &mut self.per_client {
            per_client.write_all(out)?;
        }
        for fault in &reckoned.faults {
            let (line, column) = (self.line + fault.line, fault.column);
            if column.is_empty() {
                writeln!(self.faults, "{line}行目: {}", fault.message)?;
            } else {
                writeln!(self.faults, "{line}行目の {column}: {}", fault.message)?;
            }
        }
        self.line += reckoned.lines;
        Ok(())
    }
}

struct Head {
    /// The first line.
    line: Vec<u8>,
    /// What was read behind it.
    rest: Vec<u8>,
    bare_returns: bool,
}

fn head(input: &mut impl Read) -> io::Result<Head> {
    let mut text = Vec::new();
    input.by_ref().take(u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX)).read_to_end(&mut text)?;
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
    let bare_returns = text.get(end) == Some(&b'\r') && text.get(end + 1) != Some(&b'\n');
    let length = if bare_returns || text.get(end) != Some(&b'\r') { end + 1 } else { end + 2 };
    let rest = text.split_off(length.min(text.len()));
    Ok(Head { line: text, rest, bare_returns })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
