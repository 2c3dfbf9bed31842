//! `mimamori papers`: the plans of an office that were agreed to as PDF, a file each, in one go on every core, with progress shown.

mod drawing;
mod folder;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::anyhow;
use app::{
    Cx, Outside, Refusal, Staff,
    planning::{PlanPaper, plans_to_print, print_plan},
    sheets::keep_sheet,
};
use clap::Args;
use domain::id::CaseId;
use forms::{FilledForm, PLAN, forms_of};
use store::Db;

use crate::{
    command_look::{self, Reach},
    data::DataArgs,
    office_args::{OfficeArgs, WrongUsage},
    outside::{self, Pdf},
    sheets::FormsArgs,
};
use drawing::{Drawing, file_name};
use folder::{Folder, Opened};

/// Options of `papers`.
#[derive(Args, Debug)]
pub struct PapersArgs {
    #[command(flatten)]
    office: OfficeArgs,
    #[command(flatten)]
    data: DataArgs,
    /// 書き出すフォルダー。無いか、空か、前に同じ事業所の計画を書き出したもの。ファイルの名前は受付No.です
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// 様式（national、seed、easy）。指定しなければ、市町村の設定のとおり
    #[arg(long, value_name = "LAYOUT", default_value = "")]
    layout: String,
    #[command(flatten)]
    forms: FormsArgs,
}

/// Status 1 when there is no plan, the folder is refused, or one of the plans could not be drawn.
pub fn run(args: &PapersArgs) -> anyhow::Result<ExitCode> {
    if let Some(refusal) = args.forms.take()? {
        err!("mimamori: {refusal}");
        return Ok(ExitCode::FAILURE);
    }
    if !(args.layout.is_empty() || forms_of(&PLAN).any(|form| form.file.word == args.layout)) {
        let words: Vec<&str> = forms_of(&PLAN).map(|form| form.file.word.as_str()).collect();
        return Err(WrongUsage(format!("--layout は {} のどれかです", words.join("、"))).into());
    }
    let db = args.data.open_existing_checked()?;
    let actor = args.office.actor(&db, "印刷コマンド")?;
    let office = Office { db, actor, outside: outside::real(Arc::new(Pdf::default())) };
    command_look::note(&office.db, &office.outside, "papers", Some(office.actor.office), Reach::Everybody)?;
    let plans = office.read(plans_to_print)?;
    for number in &plans.mended {
        err!("受付No. {number}: 直した計画への同意がまだないので、書き出しません");
    }
    if plans.agreed.is_empty() {
        err!("mimamori: 同意を得た計画がありません。");
        return Ok(ExitCode::FAILURE);
    }
    let folder = match Folder::open(&args.out, office.actor.office)? {
        Opened::Folder(folder) => folder,
        Opened::Refused(why) => {
            err!("mimamori: {why}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let faults = Drawing::new(&office, &folder, plans.agreed.len()).all(|hand| {
        for (case, number) in &plans.agreed {
            if hand.send((*number, office.filled(*case, &args.layout)?)).is_err() {
                break;
            }
        }
        Ok(())
    })?;
    for (number, fault) in &faults {
        err!("受付No. {number}: {fault}");
    }
    let names: Vec<String> = plans.agreed.iter().map(|(_, number)| file_name(*number)).collect();
    for other in folder.besides(&names)? {
        err!("{other}: 前に書き出したもので、今回の計画にはありません");
    }
    out!("{}件を書き出しました: {}", plans.agreed.len() - faults.len(), args.out.display());
    out!("個人情報が入っています。鍵のかかる場所に保管してください。");
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The office as use cases see it, each in a transaction of its own.
struct Office {
    db: Db,
    actor: Staff,
    outside: Outside,
}

impl Office {
    fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (actor, outside) = (self.actor.clone(), self.outside.clone());
        let today = (outside.today)();
        self.db.read_now(move |tx| work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None }))
    }

    /// The PDF; where it is drawn with a sheet from outside, that is kept with the paper.
    fn drawn(&self, form: &FilledForm) -> anyhow::Result<Result<Vec<u8>, String>> {
        let drawn = self.outside.pdf.render(form);
        if drawn.is_ok() && form.kept_as.is_some() {
            let (actor, outside, form) = (self.actor.clone(), self.outside.clone(), form.clone());
            let today = (outside.today)();
            self.db.write_now_in(actor.office, move |tx| {
                keep_sheet(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None }, &form)
            })?;
        }
        Ok(drawn)
    }

    /// The plan's form; or why this plan has none. A fault of the store ends everything.
    fn filled(&self, case: CaseId, layout: &str) -> anyhow::Result<Result<FilledForm, String>> {
        let layout = layout.to_owned();
        match self.read(move |cx| print_plan(cx, case, PlanPaper::Plan, &layout)) {
            Ok(form) => Ok(Ok(form)),
            Err(Refusal::Fault(fault)) => Err(anyhow!(fault)),
            Err(Refusal::Refused(reasons)) => {
                Ok(Err(reasons.into_iter().map(|reason| reason.sentence).collect::<Vec<_>>().join(" ")))
            }
            Err(refusal) => Ok(Err(refusal.to_string())),
        }
    }
}
