//! Figures for `cargo xtask bench import`: `import_figures FOLDER` takes in files of 1,000, 4,000 and 10,000 rows in which all share ten
//! birthdays, while a colleague of the same office saves, and saves one client in an office of 100 and of 10,000. Prints a line each.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::{
    env,
    error::Error,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use app::{
    Cx, Refusal,
    clients::{ClientText, update_client},
    transfer::{Importer, Mode, Watch, import_clients},
};
use domain::{id::ClientId, office::Role};
use store::{Db, Location, clients};
use testkit::{TestApp, client};

/// Rows of each file.
const ROWS: [usize; 3] = [1_000, 4_000, 10_000];
/// Clients of the offices in which one is saved.
const OFFICES: [usize; 2] = [100, 10_000];
/// Saves of a series.
const SAVES: usize = 200;
/// Birthdays that all share.
const BIRTHDAYS: usize = 10;

/// A file of so many people: every tenth of them has the same birthday, and each a name of her own.
fn file(rows: usize) -> String {
    let kana: Vec<char> = "アイウエオカキクケコ".chars().collect();
    let mut text = "氏名,フリガナ,生年月日\n".to_owned();
    for row in 0..rows {
        let own: String =
            row.to_string().bytes().filter_map(|digit| kana.get(usize::from(digit.wrapping_sub(b'0')))).collect();
        let day = 1 + row % BIRTHDAYS;
        text.push_str(&format!("川崎 花{own},カワサキ ハナ{own},1985-03-{day:02}\n"));
    }
    text
}

fn application(folder: &Path, name: &str) -> Result<TestApp, Box<dyn Error>> {
    let db = Db::open(&Location::SqliteFile(folder.join(name)), 2)?;
    db.migrate()?;
    Ok(TestApp::with(db))
}

fn take_in(app: &TestApp, rows: usize) -> Result<Duration, Box<dyn Error>> {
    // The ids of the tests are few; these are made as the program makes them.
    let outside = app::Outside { new_id: Arc::new(uuid::Uuid::now_v7), ..app.outside.clone() };
    let importer = Importer { db: app.db.clone(), actor: app.actor(Role::Clerk), outside };
    let begin = Instant::now();
    let report = import_clients(&importer, file(rows).as_bytes(), Mode::AllOrNothing, &Watch::default())?;
    let took = begin.elapsed();
    if report.written {
        Ok(took)
    } else {
        Err(format!("{rows} rows were not taken: {:?}", report.rejected.first()).into())
    }
}

/// Somebody who is edited, and her version.
struct Edited {
    id: ClientId,
    version: i64,
}

impl Edited {
    fn new(app: &TestApp) -> Self {
        let person = client("高津 千歳").kana("タカツ チトセ").build();
        let id = person.id;
        app.keep(move |tx| clients::insert(tx, &person));
        Self { id, version: 1 }
    }

    fn save(&mut self, app: &TestApp) -> Result<Duration, Refusal> {
        let (id, version) = (self.id, self.version);
        let typed = ClientText {
            name: "高津 千歳".to_owned(),
            kana: "タカツ チトセ".to_owned(),
            birth: "1985-03-01".to_owned(),
            address: format!("川崎市高津区 {version}"),
            ..ClientText::default()
        };
        let begin = Instant::now();
        self.version = app.write(Role::Manager, move |cx: &mut Cx<'_>| update_client(cx, id, &typed, version))?;
        Ok(begin.elapsed())
    }
}

/// Median and the time that 99 of 100 stay below.
fn told(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |hundredths: usize| times.get(times.len() * hundredths / 100).copied().unwrap_or_default();
    format!("p50 {:.1} ms, p99 {:.1} ms, {} saves", at(50).as_secs_f64() * 1e3, at(99).as_secs_f64() * 1e3, times.len())
}

/// Takes a file in while a colleague saves as fast as she can.
fn import_beside_saves(folder: &Path, rows: usize) -> Result<(), Box<dyn Error>> {
    let app = application(folder, &format!("import-{rows}.sqlite"))?;
    let mut edited = Edited::new(&app);
    let over = AtomicBool::new(false);
    let (took, saves) = thread::scope(|scope| {
        let saving = scope.spawn(|| {
            let mut times = Vec::new();
            while !over.load(Ordering::Relaxed) {
                times.push(edited.save(&app));
                thread::sleep(Duration::from_millis(20));
            }
            times.into_iter().collect::<Result<Vec<_>, _>>()
        });
        let took = take_in(&app, rows);
        over.store(true, Ordering::Relaxed);
        (took, saving.join())
    });
    let saves = saves.map_err(|_| "the colleague panicked")??;
    println!("import of {rows} rows: {:.2} s; a colleague's saves meanwhile: {}", took?.as_secs_f64(), told(saves));
    Ok(())
}

fn edit_in_an_office_of(folder: &Path, size: usize) -> Result<(), Box<dyn Error>> {
    let app = application(folder, &format!("office-{size}.sqlite"))?;
    take_in(&app, size)?;
    let mut edited = Edited::new(&app);
    let times: Result<Vec<_>, _> = (0..SAVES).map(|_| edited.save(&app)).collect();
    println!("edit and save of a client of {size}: {}", told(times?));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: import_figures FOLDER")?;
    let folder = Path::new(&folder);
    for rows in ROWS {
        import_beside_saves(folder, rows)?;
    }
    for size in OFFICES {
        edit_in_an_office_of(folder, size)?;
    }
    Ok(())
}
