//! The hash of a row: the same on both engines. It goes through the columns in the order of the list.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::table::Sealed;
use crate::{
    Bind, Kind, Row, StoreError, Value,
    engine::{Cell, Column},
};

/// SHA-256.
pub(crate) type Hash = [u8; 32];

/// A value of any column, as it is hashed and as a key is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Any {
    Nothing,
    Number(i64),
    Text(String),
    /// What cannot be read, or is of no kind that a sealed column has.
    Unreadable,
}

impl Column for Any {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        Ok(match cell {
            Cell::Null => Self::Nothing,
            Cell::Int(number) => Self::Number(number),
            Cell::Bool(yes) => Self::Number(i64::from(yes)),
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Bytes(_) => Self::Unreadable,
        })
    }
}

impl Bind for Any {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(text.as_str().into()),
            Self::Nothing | Self::Unreadable => Value::Null(Kind::Text),
        }
    }

    fn kind() -> Kind {
        Kind::Text
    }
}

impl Any {
    /// As it stands in the name of a row.
    fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Nothing | Self::Unreadable => String::new(),
        }
    }

    fn is(&self, text: &str) -> bool {
        match self {
            Self::Text(own) => own == text,
            Self::Number(number) => number.to_string() == text,
            Self::Nothing | Self::Unreadable => false,
        }
    }

    /// Adds the value to a hash. Lengths and kinds stand before the values, so that none passes for another.
    fn add_to(&self, name: &str, hash: &mut Sha256) {
        let head = match self {
            Self::Nothing => return,
            Self::Number(number) => format!("{name}=I{number};"),
            Self::Text(text) => format!("{name}=T{}:", text.len()),
            Self::Unreadable => format!("{name}=?;"),
        };
        hash.update(head.as_bytes());
        if let Self::Text(text) = self {
            hash.update(text.as_bytes());
        }
    }
}

/// A row as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SealedRow {
    /// The organisation; none for what is of the whole installation.
    pub(crate) of: Option<String>,
    /// Its key, for the next page of a walk.
    pub(crate) key: Vec<Any>,
    /// What names it in its table.
    pub(crate) id: String,
    /// Its hash.
    pub(crate) hash: Hash,
}

impl SealedRow {
    /// Reads a row whose columns are those of [`columns`]. What cannot be read of it is hashed as such.
    pub(crate) fn read(table: &Sealed, row: &mut Row<'_>) -> Result<Self, StoreError> {
        let mut next = || row.next::<Any>().unwrap_or(Any::Unreadable);
        let of = table.of.map(|_| next().shown());
        let mut hash = Sha256::new();
        hash.update(table.name.as_bytes());
        hash.update(b"\0");
        let mut values = Vec::new();
        for column in table.hashed() {
            let value = next();
            if !column.unless.is_some_and(|unless| value.is(unless)) {
                value.add_to(column.name, &mut hash);
            }
            if values.len() < table.key.len() {
                values.push(value);
            }
        }
        let id = values.iter().map(Any::shown).collect::<Vec<_>>().join("/");
        Ok(Self { of, key: values, id, hash: hash.finalize().into() })
    }
}

/// The columns of a sealed row in the order in which [`SealedRow::read`] takes them; `is_there` says what the table has
/// (before a migration not yet everything).
pub(crate) fn columns(table: &Sealed, is_there: impl Fn(&str) -> bool) -> String {
    let names = table.of.into_iter().chain(table.hashed().map(|column| column.name));
    names.map(|name| if is_there(name) { name } else { "null" }).collect::<Vec<_>>().join(", ")
}

/// A hash as it is kept, 43 letters.
pub(crate) fn written(hash: &Hash) -> String {
    URL_SAFE_NO_PAD.encode(hash)
}

/// A hash that was kept; none where the text is no hash.
pub(crate) fn parsed(text: &str) -> Option<Hash> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
