//! The only place that reads the clock and draws randomness; everything else is handed an [`Outside`].

use std::sync::Arc;

use anyhow::anyhow;
use app::{Outside, RenderPdf};
use calendar::Date;
use jiff::{Timestamp, tz};

use crate::sheets;

/// Japan Standard Time has had no summer time since 1951, so a fixed offset is exact.
const JAPAN: tz::Offset = tz::Offset::constant(9);

/// The real clock, real randomness and the real PDF renderer.
pub fn real(pdf: Arc<dyn RenderPdf>) -> Outside {
    Outside {
        today: Arc::new(today),
        now: Arc::new(|| format!("{:.3}", Timestamp::now())),
        new_id: Arc::new(uuid::Uuid::now_v7),
        random: Arc::new(random),
        pdf,
        key: None,
        head_key: None,
        mail: None,
    }
}

/// Today in Japan.
pub fn today() -> Date {
    JAPAN.to_datetime(Timestamp::now()).date()
}

/// 32 bytes from the operating system. Without them no session would be safe, so the process ends.
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    if let Err(fault) = getrandom::fill(&mut bytes) {
        err!("mimamori: no randomness from the operating system: {fault}");
        std::process::abort();
    }
    bytes
}

/// The typst renderer, made at the first paper, so that the start does not wait for fonts. A sheet from outside is set by another process.
#[derive(Default)]
pub struct Pdf {
    typst: std::sync::OnceLock<pdf::Typst>,
}

impl Pdf {
    fn typst(&self) -> Result<&pdf::Typst, String> {
        if let Some(typst) = self.typst.get() {
            return Ok(typst);
        }
        let made = pdf::Typst::new().map_err(|fault| fault.to_string())?;
        Ok(self.typst.get_or_init(|| made))
    }
}

impl RenderPdf for Pdf {
    fn render(&self, form: &forms::FilledForm) -> Result<Vec<u8>, String> {
        match &form.sheet {
            Some(sheet) => sheets::set::set(form, sheet),
            None => self.typst()?.render(form).map_err(|fault| anyhow!(fault).to_string()),
        }
    }

    fn join(&self, papers: &[Vec<u8>]) -> Result<Vec<u8>, String> {
        self.typst()?.join(papers).map_err(|fault| anyhow!(fault).to_string())
    }
}
