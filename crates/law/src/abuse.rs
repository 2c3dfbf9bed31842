//! 虐待の通報・届出窓口: a city's table of windows, part of its file in `law/municipalities/`.

use toml::Table;

use crate::{
    fault::Faults,
    read::{Entry, ORIGIN, Origin},
};

/// A city's windows for reports of abuse.
#[derive(Clone, Debug, PartialEq)]
pub struct AbuseWindows {
    /// The line that is open when the windows are closed.
    pub line: Option<AbuseLine>,
    /// The windows, in the order of the city's table.
    pub windows: Vec<AbuseWindow>,
    /// The city's 区役所 with their 支所, where the file names them.
    pub wards: Vec<WardOffice>,
    /// Title of the city's manual.
    pub manual: Option<String>,
    /// Where the city puts the manual, as its table prints the address.
    pub manual_address: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}

/// 専用ダイヤル.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbuseLine {
    /// Name.
    pub name: String,
    /// 電話.
    pub tel: Option<String>,
    /// ファクス.
    pub fax: Option<String>,
    /// 受付時間.
    pub hours: Option<String>,
}

/// One row of the table of windows. What is not known is `None`, never invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbuseWindow {
    /// `caregiver` (養護者), `facility_staff` (障害者福祉施設従事者等) or `employer` (使用者).
    pub abuser: String,
    /// The kinds of facility it is for; empty for every kind.
    pub facility_kinds: Vec<String>,
    /// The office.
    pub office: String,
    /// The department that each 区役所 and 支所 has, where the window is theirs.
    pub ward_department: Option<String>,
    /// 電話.
    pub tel: Option<String>,
    /// ファクス.
    pub fax: Option<String>,
    /// 受付時間.
    pub hours: Option<String>,
    /// A remark of the table.
    pub note: Option<String>,
    /// Kinds of disability a 支所 does not handle (`mental`).
    pub not_at_branch: Vec<String>,
}

/// A 区役所 and its 支所.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardOffice {
    /// 区役所.
    pub name: String,
    /// 支所 that belong to it.
    pub branches: Vec<String>,
    /// Where it was read.
    pub origin: Origin,
}

/// Reads the table `[abuse]` of a municipality's file.
pub(crate) fn read(entry: &Entry<'_>, faults: &mut Faults) -> AbuseWindows {
    let mut known = vec!["line", "window", "ward", "manual", "manual_address"];
    known.extend(ORIGIN);
    entry.only(&known, faults);
    let line = entry.table.get("line").and_then(toml::Value::as_table).map(|table| {
        let line = Entry::new(entry.file, "[abuse.line]", table);
        line.only(&["name", "tel", "fax", "hours"], faults);
        AbuseLine {
            name: line.text("name", faults),
            tel: line.text_or_none("tel", faults),
            fax: line.text_or_none("fax", faults),
            hours: line.text_or_none("hours", faults),
        }
    });
    let tables = entry.tables("window", faults);
    AbuseWindows {
        line,
        windows: tables
            .into_iter()
            .enumerate()
            .map(|(index, table)| window(entry.file, index, table, faults))
            .collect(),
        wards: entry.tables("ward", faults).into_iter().map(|table| ward(entry.file, table, faults)).collect(),
        manual: entry.text_or_none("manual", faults),
        manual_address: entry.text_or_none("manual_address", faults),
        origin: Origin::read(entry, faults),
    }
}

fn window(file: &str, index: usize, table: &Table, faults: &mut Faults) -> AbuseWindow {
    let entry = Entry::new(file, format!("[[abuse.window]] {}番目", index + 1), table);
    let known =
        ["abuser", "facility_kinds", "office", "ward_department", "tel", "fax", "hours", "note", "not_at_branch"];
    entry.only(&known, faults);
    let abuser = entry.text("abuser", faults);
    if !["caregiver", "facility_staff", "employer"].contains(&abuser.as_str()) {
        entry.fault(faults, format!("「abuser」の「{abuser}」という言葉はありません"));
    }
    AbuseWindow {
        abuser,
        facility_kinds: entry.texts("facility_kinds", faults),
        office: entry.text("office", faults),
        ward_department: entry.text_or_none("ward_department", faults),
        tel: entry.text_or_none("tel", faults),
        fax: entry.text_or_none("fax", faults),
        hours: entry.text_or_none("hours", faults),
        note: entry.text_or_none("note", faults),
        not_at_branch: entry.texts("not_at_branch", faults),
    }
}

fn ward(file: &str, table: &Table, faults: &mut Faults) -> WardOffice {
    let name = table.get("name").and_then(toml::Value::as_str).unwrap_or("名前なし");
    let entry = Entry::new(file, format!("[[abuse.ward]]「{name}」"), table);
    let mut known = vec!["name", "branches"];
    known.extend(ORIGIN);
    entry.only(&known, faults);
    WardOffice {
        name: entry.text("name", faults),
        branches: entry.texts("branches", faults),
        origin: Origin::read(&entry, faults),
    }
}
