//! A value is what a JSON field holds where a word, a list of words or a date is wanted, in any of the usual shapes.

use serde_json::Value;

use crate::date::Date;

/// The names under which an object holds what it stands for: `{"name": "Reuters"}`, `{"$oid": "5f…"}`.
const INNER: [&str; 8] = ["name", "title", "text", "content", "value", "@value", "$date", "$oid"];

/// The words of a string, a number, an object with a name, or a list of those joined by `joint`. `None` where there
/// are none.
pub(super) fn words(value: &Value, joint: &str) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(|item| words(item, joint)).collect();
            (!items.is_empty()).then(|| items.join(joint))
        }
        Value::Object(object) => INNER.iter().find_map(|name| object.get(*name)).and_then(|inner| words(inner, joint)),
        Value::Null | Value::Bool(_) => None,
    }
}

/// The words of a text: as [`words`], but a number is none, and paragraphs are joined by a blank line.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Number(_) => None,
        value => words(value, "\n\n"),
    }
}

/// The values of a list; of a string, its parts between semicolons or commas. Nothing, if there are none.
pub(super) fn list(value: &Value) -> Option<Vec<String>> {
    let items: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(|item| words(item, " ")).collect(),
        value => {
            let text = words(value, "; ")?;
            let mark = if text.contains(';') { ';' } else { ',' };
            text.split(mark).map(str::to_owned).collect()
        }
    };
    let items: Vec<String> = items.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
    (!items.is_empty()).then_some(items)
}

/// The date that a written text stands for, as [`date`] reads it.
pub(super) fn date_of(text: &str) -> Option<Date> {
    let text = text.trim();
    Date::written(text).or_else(|| epoch(text))
}

/// The date that a string or number stands for. Numbers are `20140330`, a year, or seconds or milliseconds since
/// 1970-01-01 UTC, of which the calendar day in UTC is taken.
pub(super) fn date(value: &Value) -> Option<Date> {
    let text = words(
        match value {
            Value::Array(items) => items.first()?,
            value => value,
        },
        " ",
    )?;
    date_of(&text)
}

/// Seconds from 1973 on, so that no small number passes for a date; from the year 5138 on, milliseconds.
fn epoch(text: &str) -> Option<Date> {
    let whole = text.split('.').next()?;
    if !(9..=13).contains(&whole.len()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let moment = match number {
        100_000_000..100_000_000_000 => jiff::Timestamp::from_second(number),
        100_000_000_000.. => jiff::Timestamp::from_millisecond(number),
        _ => return None,
    };
    Some(Date::Day(jiff::tz::Offset::UTC.to_datetime(moment.ok()?).date()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{date, words};

    #[test]
    fn values_in_every_shape() {
        let table = [
            (json!("Reuters"), Some("Reuters")),
            (json!({"id": null, "name": "CNN"}), Some("CNN")),
            (json!([{"name": "Ann Lee"}, "Bo Roe", null]), Some("Ann Lee, Bo Roe")),
            (json!(12), Some("12")),
            (json!({"$oid": "5f"}), Some("5f")),
            (json!(" "), None),
            (json!([]), None),
            (json!({"a": 1}), None),
            (json!(true), None),
        ];
        for (value, expected) in table {
            assert_eq!(words(&value, ", ").as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn dates_as_numbers_and_words() {
        let table = [
            (json!("2014-03-30T10:00:00Z"), Some("2014-03-30")),
            (json!(1_396_137_600), Some("2014-03-30")),
            (json!(1_396_137_600_000_i64), Some("2014-03-30")),
            (json!("1396137600"), Some("2014-03-30")),
            (json!(1_396_137_600.5), Some("2014-03-30")),
            (json!(20_140_330), Some("2014-03-30")),
            (json!(2014), Some("2014")),
            (json!({"$date": "2014-03-30T10:00:00Z"}), Some("2014-03-30")),
            (json!(["2014-03-30"]), Some("2014-03-30")),
            (json!(7), None),
            (json!("soon"), None),
            (json!(null), None),
        ];
        for (value, expected) in table {
            assert_eq!(date(&value).map(|d| d.to_string()).as_deref(), expected, "{value}");
        }
    }
}
