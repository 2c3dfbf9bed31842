//! Stored text into types. What cannot be read is reported with table, column and id, never with the value: neither
//! serde's message nor an unknown word may come near the log, because both can be personal. The engine adds the id.

use serde::{Serialize, de::DeserializeOwned};

use crate::StoreError;

/// A column kept as the word of an enumeration.
pub(crate) fn of_word<T>(
    table: &'static str,
    column: &'static str,
    word: String,
    from_word: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    from_word(&word).ok_or_else(|| StoreError::inconsistent(table, column, "unknown word"))
}

/// A column kept as JSON text.
pub(crate) fn json<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::inconsistent(table, column, place(&error)))
}

/// A value as the JSON text of a column.
pub(crate) fn to_json<T: Serialize>(
    table: &'static str,
    column: &'static str,
    value: &T,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::inconsistent(table, column, place(&error)))
}

/// What kind of JSON fault stands where: serde's own message would quote the text.
fn place(error: &serde_json::Error) -> String {
    format!("JSON of another shape ({:?}, letter {})", error.classify(), error.column())
}

/// A statement of the clients whose support goes on and of whom, for some service and municipality, the grants that have begun by the day
/// $2 end by the day $3. $4: only those of this specialist; empty for all.
macro_rules! ending {
    () => {
        "select k.client_id from certificate k join service_grant g on g.office_id = k.office_id and g.certificate_id = k.id \
         join client e on e.office_id = k.office_id and e.id = k.client_id \
         where k.office_id = $1 and g.start_on <= $2 and e.ended_on is null and ($4 = '' or e.specialist_id = $4) \
         group by k.client_id, k.service, k.municipality having max(g.end_on) <= $3"
    };
}

pub(crate) use ending;
