//! 法令の本: everything in `law/`, loaded and checked once.

use std::{collections::BTreeMap, sync::OnceLock};

use toml::Table;

use crate::{
    Holidays, LawError, MonitoringLaw, MunicipalityFile, Services, Source, Timeline, TurningChange, Value,
    fault::Faults,
    fees::Fees,
    monitoring, municipality,
    parameter::{self, Parameter},
    services, sources,
    tree::{embedded_where, tables},
    turning,
};

/// Everything in `law/`.
#[derive(Clone, Debug)]
pub struct LawBook {
    sources: BTreeMap<String, Source>,
    services: Services,
    parameters: BTreeMap<String, Timeline<Value>>,
    monitoring: MonitoringLaw,
    municipalities: BTreeMap<String, MunicipalityFile>,
    turning: Vec<TurningChange>,
}

impl LawBook {
    /// The law built into the program. Loaded at the first call; a fault in any file is told every time.
    pub fn embedded() -> Result<&'static LawBook, LawError> {
        static BOOK: OnceLock<Result<LawBook, LawError>> = OnceLock::new();
        // The worked cases are read by tests alone; fees, holidays, forms and claim records by their own readers, when somebody
        // asks. They are most of the text. What is left out here is checked with the rest in `tests/load.rs`.
        let unasked = ["cases", "fees", "calendar", "forms", "claim-format"];
        let files = || embedded_where(|path| !unasked.iter().any(|folder| path.starts_with(folder)));
        BOOK.get_or_init(|| Self::load(files())).as_ref().map_err(Clone::clone)
    }

    /// Loads a tree of files: paths below `law/`, and their text. Files that are no TOML are left alone.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<LawBook, LawError> {
        // The fees are many files that only billing needs: `Fees` reads them at the first question.
        let tables = tables(files.into_iter().filter(|(path, _)| !path.starts_with("fees/")))?;
        let mut faults = Faults::default();
        let empty = Table::new();
        let table = |path: &str, faults: &mut Faults| {
            let found = tables.get(path);
            if found.is_none() {
                faults.add(path, "", "ファイルがありません");
            }
            found.unwrap_or(&empty)
        };
        let sources = sources::read("sources.toml", table("sources.toml", &mut faults), &mut faults);
        let services = services::read("services.toml", table("services.toml", &mut faults), &mut faults);
        let changes = "turning-points/changes.toml";
        let turning = turning::read(changes, table(changes, &mut faults), &mut faults);
        for (path, table) in &tables {
            sources::check(path, table, &sources, &mut faults);
        }
        let parameters = parameters(&tables, &mut faults);
        let monitoring = monitoring::read(&parameters, &services, &mut faults);
        let cities = tables.iter().filter(|(path, _)| path.starts_with("municipalities/"));
        let municipalities = municipality::read(&cities.map(|(path, table)| (*path, table)).collect(), &mut faults);
        faults.into_result()?;
        let parameters = parameters.into_iter().map(|(id, parameter)| (id, parameter.timeline)).collect();
        // Whatever keeps the table from being put together has been noted as a fault above.
        let monitoring = monitoring.ok_or(LawError { faults: Vec::new() })?;
        Ok(LawBook { sources, services, parameters, monitoring, municipalities, turning })
    }

    /// The documents, by id.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// The document with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(id)
    }

    /// サービスの種類.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The table of standard periods and what belongs to it.
    pub fn monitoring(&self) -> &MonitoringLaw {
        &self.monitoring
    }

    /// Every parameter, by id.
    pub fn timelines(&self) -> impl Iterator<Item = &Timeline<Value>> {
        self.parameters.values()
    }

    /// The parameter with this id.
    pub fn timeline(&self, id: &str) -> Option<&Timeline<Value>> {
        self.parameters.get(id)
    }

    /// The municipalities that have a file, the default among them.
    pub fn municipalities(&self) -> impl Iterator<Item = &MunicipalityFile> {
        self.municipalities.values()
    }

    /// The municipality with this key or name, e.g. `kawasaki` or 川崎市.
    pub fn municipality_named(&self, key_or_name: &str) -> Option<&MunicipalityFile> {
        let wanted = key_or_name.trim();
        self.municipalities.get(wanted).or_else(|| self.municipalities.values().find(|city| city.name == wanted))
    }

    /// The municipality whose 市町村番号 (its own, or that of one of its wards) this is.
    pub fn municipality_with_code(&self, code: &str) -> Option<&MunicipalityFile> {
        self.municipalities.values().find(|city| city.has_code(code))
    }

    /// 節目で変わること, in the order of the file.
    pub fn turning_changes(&self) -> &[TurningChange] {
        &self.turning
    }

    /// The municipality with this key.
    pub fn municipality(&self, key: &str) -> Option<&MunicipalityFile> {
        self.municipalities.get(key)
    }
}

/// Reads and checks everything in `law/`, the fees too; whoever serves asks this before it starts.
pub fn check() -> Result<(), LawError> {
    LawBook::embedded()?;
    Fees::embedded()?;
    Holidays::embedded()?;
    Ok(())
}

/// Every file that has the form of a parameter, by id.
fn parameters(tables: &BTreeMap<&str, Table>, faults: &mut Faults) -> BTreeMap<String, Parameter> {
    let mut parameters = BTreeMap::new();
    let folders = ["cases/", "calendar/", "municipalities/", "claim-format/", "forms/"];
    for (path, table) in tables {
        let elsewhere = folders.iter().any(|folder| path.starts_with(folder));
        if elsewhere || !parameter::is_parameter(table) {
            continue;
        }
        let parameter = parameter::read(path, table, faults);
        let id = parameter.timeline.id.to_string();
        if let Some(other) = parameters.insert(id.clone(), parameter) {
            faults.add(path, "「id」", format!("「{id}」は law/{} も使っています", other.file));
        }
    }
    parameters
}
