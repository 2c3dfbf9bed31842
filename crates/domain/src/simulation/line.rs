//! One line of the caseload: a client as the CSV has it, read without a copy.

use law::Services;

use super::{
    columns::{Column, Columns},
    day,
};
use crate::{
    monitoring::{
        schedule::LONGEST_TERM,
        standard::{DayKey, Kinds, Known, Lookup, Marks},
    },
    text,
};

/// First and last month in which a term may begin (1868-01, 2199-12), as months' numbers.
pub(super) const MONTHS: std::ops::RangeInclusive<u32> = 1868 * 12..=2199 * 12 + 11;

/// A bad row: where, and what is wrong, without the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// Line within the chunk, counted from 0.
    pub line: u64,
    /// Name of the column; empty where the whole line is meant.
    pub column: &'static str,
    /// The sentence for the user.
    pub message: &'static str,
}

/// A client as reckoned with.
#[derive(Clone, Debug)]
pub(super) struct ClientLine<'a> {
    pub id: &'a [u8],
    pub plan_made: DayKey,
    /// Number of the month in which the term begins.
    pub first: usize,
    /// 有効期間 in months.
    pub length: u32,
    pub new: bool,
    pub known: Known,
    pub ward: Option<&'a [u8]>,
    pub specialist: Option<&'a [u8]>,
}

/// Reads lines; knows the services by code and name.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    by_code: Vec<Kinds>,
    by_name: Vec<(Vec<u8>, Kinds)>,
}

/// Column and sentence.
pub(super) type CellFault = (&'static str, &'static str);

impl Reader {
    pub(super) fn new(services: &Services, lookup: &Lookup) -> Self {
        let mut by_code = vec![Kinds::default(); 100];
        for service in services.kinds() {
            let code = service.code.as_deref().and_then(|code| code.parse::<usize>().ok());
            if let Some(place) = code.and_then(|code| by_code.get_mut(code)) {
                *place = lookup.kinds(service.set());
            }
        }
        let by_name =
            services.all().map(|service| (service.name.clone().into_bytes(), lookup.kinds(service.set()))).collect();
        Self { by_code, by_name }
    }

    /// The client of a line, or the column and what is wrong with it.
    pub(super) fn read<'a>(&self, columns: &Columns, line: &'a [u8]) -> Result<ClientLine<'a>, CellFault> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match columns.usual.then(|| self.usual(line)).flatten() {
            Some(read) => read.client(),
            None => self.read_each(columns, line)?.client(),
        }
    }

    /// A line as it nearly always is: the needed columns in their usual order, nothing in quotes, each written in its usual
    /// width. Nothing for any other line, which is then read column by column and has its fault named.
    #[inline]
    fn usual<'a>(&self, line: &'a [u8]) -> Option<Raw<'a>> {
        let (id, rest) = line.split_at_checked(line.iter().position(|byte| *byte == b',')?)?;
        if id.is_empty() || id.starts_with(b"\"") {
            return None;
        }
        let (days, rest) = rest.split_first_chunk::<33>()?;
        let ([plan_made, birth, valid_start], []) = days.as_chunks::<11>() else { return None };
        let after_comma = |text: &[u8; 11]| if let [b',', text @ ..] = text { day::read(text) } else { None };
        let (months, rest) = match rest {
            [b',', one, b',', rest @ ..] => (length(&[*one]).ok()?, rest),
            [b',', ten, one, b',', rest @ ..] => (length(&[*ten, *one]).ok()?, rest),
            _ => return None,
        };
        let (services, [b',', flags @ ..]) = rest.split_last_chunk::<18>()? else { return None };
        Some(Raw {
            id,
            plan_made: after_comma(plan_made)?,
            birth: after_comma(birth)?,
            valid_start: after_comma(valid_start)?,
            length: months,
            kinds: self.services(services).ok()?,
            flags: run_of_flags(flags, 9)?.0,
            ward: None,
            specialist: None,
        })
    }

    /// A line read column by column.
    fn read_each<'a>(&self, columns: &Columns, line: &'a [u8]) -> Result<Raw<'a>, CellFault> {
        let mut read = Raw::default();
        let mut rest = Some(line);
        for column in &columns.order {
            let Some(text) = rest else {
                return Err((column.name(), "列が足りません。"));
            };
            if let Column::Flags { first, count } = *column
                && let Some((flags, after)) = run_of_flags(text, count.into())
            {
                read.flags |= flags << first;
                rest = after;
                continue;
            }
            rest = self.take_one(&mut read, *column, text)?;
        }
        match rest {
            None => Ok(read),
            Some(more) if more.iter().all(|byte| matches!(byte, b',' | b' ' | b'"')) => Ok(read),
            Some(_) => Err(("", "見出しより列が多くあります。")),
        }
    }

    /// Reads one field into its place, a run of flags one by one; gives back what follows.
    fn take_one<'a>(&self, read: &mut Raw<'a>, column: Column, text: &'a [u8]) -> Result<Option<&'a [u8]>, CellFault> {
        let mut rest = Some(text);
        for column in column.each() {
            let Some(text) = rest else {
                return Err((column.name(), "列が足りません。"));
            };
            let (field, after) = take(text, column)?;
            self.put(read, column, field)?;
            rest = after;
        }
        Ok(rest)
    }

    /// Reads one field into its place.
    #[inline]
    fn put<'a>(&self, read: &mut Raw<'a>, column: Column, field: &'a [u8]) -> Result<(), CellFault> {
        match column {
            Column::Id if field.is_empty() => return Err(("id", "空です。")),
            Column::Id => read.id = field,
            Column::PlanMade => read.plan_made = day(field, column)?,
            Column::Birth => read.birth = day(field, column)?,
            Column::ValidStart => read.valid_start = day(field, column)?,
            Column::ValidMonths => read.length = length(field)?,
            Column::Services => read.kinds = self.services(field)?,
            Column::Flags { first, .. } => match field {
                b"0" => {}
                b"1" => read.flags |= 1 << first,
                _ if whole(field) == Some(0) => {}
                _ if whole(field) == Some(1) => read.flags |= 1 << first,
                _ => return Err((column.name(), "0 か 1 ではありません。")),
            },
            Column::Ward => read.ward = Some(field),
            Column::Specialist => read.specialist = Some(field),
            Column::Unread => {}
        }
        Ok(())
    }

    /// Two-digit codes joined by `+`; a name does as well, for the kinds that have no code of their own.
    fn services(&self, text: &[u8]) -> Result<Kinds, CellFault> {
        let mut kinds = Kinds::default();
        for part in text.split(|byte| *byte == b'+') {
            let found = match part {
                [a @ b'0'..=b'9', b @ b'0'..=b'9'] => {
                    let code = usize::from(a - b'0') * 10 + usize::from(b - b'0');
                    self.by_code.get(code).copied().filter(|kinds| !kinds.is_empty())
                }
                [] => return Err(("services", "サービスが1つもないか、「+」の間が空です。")),
                name => self.by_name.iter().find(|(known, _)| known == name).map(|(_, kinds)| *kinds),
            };
            kinds = kinds.with(found.ok_or(("services", "知らないサービスのコードがあります。"))?);
        }
        Ok(kinds)
    }
}

/// The fields of a line, each read by itself.
#[derive(Default)]
struct Raw<'a> {
    id: &'a [u8],
    plan_made: DayKey,
    birth: DayKey,
    valid_start: DayKey,
    length: u32,
    kinds: Kinds,
    flags: u16,
    ward: Option<&'a [u8]>,
    specialist: Option<&'a [u8]>,
}

impl<'a> Raw<'a> {
    /// What the fields say together.
    #[inline]
    fn client(self) -> Result<ClientLine<'a>, CellFault> {
        if self.birth > self.plan_made {
            return Err(("birth", "生年月日が計画作成日より後です。"));
        }
        let first = self.valid_start.year() * 12 + self.valid_start.month() - 1;
        if !MONTHS.contains(&first) {
            return Err(("valid_start", "2199年までの日付ではありません。"));
        }
        // The flags in the order of `columns::NEEDED`: new, leaving, alone, always_care, comm_diff, bedridden, behaviour,
        // care_mgmt, self_plan.
        let flag = |place: u16| self.flags >> place & 1 == 1;
        let severe = flag(3) & flag(4) & (flag(5) | flag(6));
        let marks = Marks::LEFT_FACILITY
            .when(flag(1))
            .with(Marks::CANNOT_COORDINATE.when(flag(2)))
            .with(Marks::SEVERE_COMMUNICATION.when(severe))
            .with(Marks::CARE_MANAGEMENT.when(flag(7)))
            .with(Marks::SELF_PLAN.when(flag(8)));
        // 255 stands for "no such age" in a table without a row for the aged.
        let age = u8::try_from(day::age_on(self.birth, self.plan_made)).unwrap_or(u8::MAX).min(u8::MAX - 1);
        Ok(ClientLine {
            id: self.id,
            plan_made: self.plan_made,
            first: usize::try_from(first).unwrap_or(0),
            length: self.length,
            new: flag(0),
            known: Known { kinds: self.kinds, age, marks },
            ward: self.ward,
            specialist: self.specialist,
        })
    }
}

#[inline]
fn day(field: &[u8], column: Column) -> Result<DayKey, CellFault> {
    day::read(field).ok_or_else(|| (column.name(), "2026-11-25 の形の、暦にある日付ではありません。"))
}

/// A number that is not written as it nearly always is.
#[cold]
fn whole(field: &[u8]) -> Option<u64> {
    std::str::from_utf8(field).ok().and_then(text::whole_number)
}

/// 有効期間: a whole number of one or two digits.
#[inline]
fn length(field: &[u8]) -> Result<u32, CellFault> {
    let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
    let months = match *field {
        [one] if one.is_ascii_digit() => digit(one),
        [ten, one] if ten.is_ascii_digit() && one.is_ascii_digit() => digit(ten) * 10 + digit(one),
        _ => whole(field).and_then(|months| u32::try_from(months).ok()).unwrap_or(0),
    };
    if (1..=LONGEST_TERM).contains(&months) {
        Ok(months)
    } else {
        Err(("valid_months", "1から63までの月数ではありません。"))
    }
}

/// A run of flags as they are nearly always written, `0,1,0`: their bits, and what follows. Anything else is read one by
/// one, so that the message names its column.
#[inline]
fn run_of_flags(text: &[u8], count: usize) -> Option<(u16, Option<&[u8]>)> {
    let after = match text.get(count * 2 - 1..)? {
        [] => None,
        [b',', after @ ..] => Some(after),
        _ => return None,
    };
    // Every wrong byte leaves a bit in `wrong`: one look at the end instead of one at each byte.
    let (mut flags, mut wrong) = (0, 0);
    for (place, pair) in text.get(..count * 2 - 1)?.chunks(2).enumerate() {
        let (flag, comma) = match *pair {
            [flag, comma] => (flag, comma),
            [flag] => (flag, b','),
            _ => return None,
        };
        wrong |= ((flag ^ b'0') & !1) | (comma ^ b',');
        flags |= u16::from(flag & 1) << place;
    }
    (wrong == 0).then_some((flags, after))
}

/// The next field, and what follows its comma. A field of a fixed width is cut without looking for the comma.
#[inline]
fn take(text: &[u8], column: Column) -> Result<(&[u8], Option<&[u8]>), CellFault> {
    let width = match column {
        Column::PlanMade | Column::Birth | Column::ValidStart => 10,
        Column::Flags { .. } => 1,
        _ => usize::MAX,
    };
    if text.get(width) == Some(&b',') {
        return Ok((text.get(..width).unwrap_or_default(), text.get(width + 1..)));
    }
    if let [b'"', quoted @ ..] = text {
        return quoted_field(quoted).ok_or_else(|| (column.name(), "引用符「\"」の使い方が違います。"));
    }
    Ok(match text.iter().position(|byte| *byte == b',') {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..)),
        None => (text, None),
    })
}

/// A field in quotes, and what follows its comma. Quotes within quotes have no place in a caseload.
fn quoted_field(quoted: &[u8]) -> Option<(&[u8], Option<&[u8]>)> {
    let end = quoted.iter().position(|byte| *byte == b'"')?;
    let (field, after) = (quoted.get(..end)?, quoted.get(end + 1..)?);
    match after {
        [] => Some((field, None)),
        [b',', rest @ ..] => Some((field, Some(rest))),
        _ => None,
    }
}
