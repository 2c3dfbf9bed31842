//! Dates as TOML writes them.

use calendar::{Date, DateRange};
use serde::{Deserialize, Deserializer, de::Error};
use toml::value::Datetime;

fn parse<E: Error>(value: Datetime) -> Result<Date, E> {
    value.to_string().parse().map_err(E::custom)
}

/// A day.
pub(crate) fn date<'de, D: Deserializer<'de>>(input: D) -> Result<Date, D::Error> {
    parse(Datetime::deserialize(input)?)
}

/// `{ from = …, to = … }`; an open end is an absent key.
pub(crate) fn range<'de, D: Deserializer<'de>>(input: D) -> Result<DateRange, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Range {
        from: Datetime,
        to: Option<Datetime>,
    }
    let range = Range::deserialize(input)?;
    Ok(DateRange { from: parse(range.from)?, to: range.to.map(parse).transpose()? })
}
