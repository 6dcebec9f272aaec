//! A JSON object is an article whose fields have names; every archive has its own.

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{blocks, printable, values};
use crate::{
    article::Article,
    dateline::dateline,
    source::{
        charset,
        fields::{Field, FieldMap},
        records::records,
    },
};

/// Names that a message lists before it says how many more there are.
const LISTED: usize = 20;

/// Reads one line of JSON Lines.
pub(super) fn line(bytes: &[u8], map: &FieldMap) -> Result<Article, String> {
    let (text, _) = charset::decode(bytes, None).map_err(|error| error.to_string())?;
    article(&parse(&text, true)?, map)
}

/// Reads one JSON document: an object, a list of objects, or an object that holds such a list.
pub(super) fn document(bytes: &[u8], map: &FieldMap) -> Result<Vec<Article>, String> {
    let (text, _) = charset::decode(bytes, None).map_err(|error| error.to_string())?;
    match records(&text) {
        Some(found) => {
            let one = |(number, range): (usize, std::ops::Range<usize>)| {
                let parsed = parse(&text[range], false).and_then(|value| article(&value, map));
                parsed.map_err(|reason| format!("record {number}: {reason}"))
            };
            (1..).zip(found).map(one).collect()
        }
        None => article(&parse(&text, false)?, map).map(|article| vec![article]),
    }
}

/// Most values of one record: a list of numbers takes thirty times its size in memory.
const VALUES: usize = 1_000_000;

/// An object in which no name stands twice: which of the two values is meant nobody can say.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Map<String, Value>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut object = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if object.contains_key(&name) {
                        return Err(serde::de::Error::custom(format!("the name “{name}” stands there twice")));
                    }
                    object.insert(name, value);
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(Names).map(|object| Self(Value::Object(object)))
    }
}

fn parse(text: &str, one_line: bool) -> Result<Value, String> {
    if memchr::memchr_iter(b',', text.as_bytes()).count() > VALUES && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return Err(format!("more than {VALUES} values in one record; split it"));
    }
    let object = text.trim_start().starts_with('{');
    let parsed =
        if object { serde_json::from_str::<Once>(text).map(|once| once.0) } else { serde_json::from_str(text) };
    parsed.map_err(|error| {
        let full = error.to_string();
        let reason = full.split(" at line ").next().unwrap_or(&full);
        if one_line {
            format!("invalid JSON at column {}: {reason}", error.column())
        } else {
            format!("invalid JSON at line {}, column {}: {reason}", error.line(), error.column())
        }
    })
}

fn article(value: &Value, map: &FieldMap) -> Result<Article, String> {
    let Value::Object(object) = value else {
        return Err(format!("no article: {} where an object is wanted", kind(value)));
    };
    let record = Record { object, map };
    let words = |field, joint: &str| record.find(field, |value| values::words(value, joint));
    let text = record.find(Field::Text, values::text).ok_or_else(|| record.no_text())?;
    // Feeds carry a place, or the whole head of the report, under the same name.
    let place = words(Field::Dateline, ", ");
    let head = place.as_deref().and_then(dateline);
    let published = record.find(Field::Published, values::date).or(head.as_ref().and_then(|head| head.date));
    Ok(Article {
        id: words(Field::Id, " ").unwrap_or_default(),
        title: words(Field::Title, " ").map(without_tags).transpose()?.map(printable),
        text: printable(without_tags(text)?),
        published,
        outlet: words(Field::Outlet, ", ")
            .filter(|name| !name.starts_with("http"))
            .or(head.as_ref().and_then(|h| h.outlet.clone())),
        byline: words(Field::Byline, ", "),
        dateline: head.map(|head| head.place).or(place),
        url: words(Field::Url, " "),
        language: words(Field::Language, " "),
        section: words(Field::Section, ", "),
        tags: record.find(Field::Tags, values::list).unwrap_or_default(),
        ..Article::default()
    })
}

/// HTML inside a value becomes its text; anything else stays byte for byte.
fn without_tags(text: String) -> Result<String, String> {
    if text.contains("<p") || text.contains("</") {
        blocks::of_html(&text)
            .ok_or_else(|| "the HTML of a field is nested too deep, or has too many elements".to_owned())
    } else {
        Ok(text)
    }
}

/// One object and the user's map of it.
struct Record<'a> {
    object: &'a Map<String, Value>,
    map: &'a FieldMap,
}

impl Record<'_> {
    /// The first value of `field` that `wanted` can use: at the mapped path, else under its names in order.
    fn find<T>(&self, field: Field, wanted: impl Fn(&Value) -> Option<T>) -> Option<T> {
        if let Some(path) = self.map.path(field) {
            return self.at(path).and_then(wanted);
        }
        let mut ranked: Vec<(usize, &Value)> =
            self.object.iter().filter_map(|(name, value)| Some((field.rank(name)?, value))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().find_map(|(_, value)| wanted(value))
    }

    /// The value at a dotted path; a name that itself has dots in it is found too.
    fn at(&self, path: &str) -> Option<&Value> {
        if let Some(value) = self.object.get(path) {
            return Some(value);
        }
        let (first, rest) = path.split_once('.')?;
        rest.split('.').try_fold(self.object.get(first)?, |value, name| match value {
            Value::Object(object) => object.get(name),
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        })
    }

    fn no_text(&self) -> String {
        let mut names: Vec<&str> = self.object.keys().take(LISTED).map(String::as_str).collect();
        let more = format!("and {} more", self.object.len().saturating_sub(LISTED));
        if self.object.len() > LISTED {
            names.push(&more);
        }
        let has = if names.is_empty() { "is empty".to_owned() } else { format!("has: {}", names.join(", ")) };
        match self.map.path(Field::Text) {
            Some(path) => format!("no text: the mapped field {path} is not there or holds none; the object {has}"),
            None => format!(
                "no text: none of the fields {} is there with words in it; the object {has}; use --map body=FIELD",
                Field::Text.names().join(", ")
            ),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::{document, line};
    use crate::source::FieldMap;

    #[test]
    fn fields_under_many_names() {
        let json = r#"{"_id": {"$oid": "7f"}, "Headline": "Talks end", "publication_date": "2014-03-30T10:00:00Z",
            "source": {"id": null, "name": "Northgate Wire"}, "authors": [{"name": "Ann Lee"}, "Bo Roe"],
            "dateline": "GENEVA, March 30 -", "webUrl": "http://example.org/1", "lang": "en", "category": ["World"],
            "text": "", "body": ["One.", "Two."], "created_at": "2020-01-01"}"#;
        let article = &document(json.as_bytes(), &FieldMap::default()).unwrap()[0];
        assert_eq!(article.id, "7f");
        assert_eq!(article.title.as_deref(), Some("Talks end"));
        assert_eq!(article.published.unwrap().to_string(), "2014-03-30");
        assert_eq!(article.outlet.as_deref(), Some("Northgate Wire"));
        assert_eq!(article.byline.as_deref(), Some("Ann Lee, Bo Roe"));
        assert_eq!(article.dateline.as_deref(), Some("GENEVA"));
        assert_eq!(article.url.as_deref(), Some("http://example.org/1"));
        assert_eq!(article.section.as_deref(), Some("World"));
        assert_eq!(article.text, "One.\n\nTwo.");
    }

    #[test]
    fn the_text_stays_as_given() {
        let article = line(b"{\"text\": \" a\\r\\nb\\u0007 <c\\n\"}", &FieldMap::default()).unwrap();
        assert_eq!(article.text, " a\r\nb  <c\n");
        let article =
            line(b"{\"text\": \"<p>One <b>two</b>.</p><p>Three&amp;four</p>\"}", &FieldMap::default()).unwrap();
        assert_eq!(article.text, "One two.\n\nThree&four");
        let article = line(
            b"{\"text\": \"x\", \"date\": \"03/04/2014\", \"created\": \"2014-03-04\", \"id\": \"  \"}",
            &FieldMap::default(),
        )
        .unwrap();
        assert_eq!((article.published, article.id.trim()), (None, ""));
    }

    #[test]
    fn maps_lead_to_the_fields() {
        let map: FieldMap = "body=data.parts.0.words,title=a.b".parse().unwrap();
        let article = line(br#"{"a.b": "T", "text": "no", "data": {"parts": [{"words": "yes"}]}}"#, &map).unwrap();
        assert_eq!((article.title.as_deref(), article.text.as_str()), (Some("T"), "yes"));
        let error = line(br#"{"text": "no"}"#, &map).unwrap_err();
        assert_eq!(
            error,
            "no text: the mapped field data.parts.0.words is not there or holds none; the object has: text"
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let deep = "[".repeat(200);
        let table = [
            ("{\"text\": 7}", "no text: none of the fields text, body,"),
            ("{\"lead\": \"x\", \"a\": 1}", "the object has: a, lead; use --map body=FIELD"),
            ("{}", "the object is empty"),
            ("7", "no article: a number where an object is wanted"),
            ("{\"text\": \"x\"", "invalid JSON at column 12: EOF"),
            ("{\"text\": x}", "invalid JSON at column 10: expected value"),
            (&deep, "invalid JSON at column 128: recursion limit"),
        ];
        for (json, expected) in table {
            let error = line(json.as_bytes(), &FieldMap::default()).unwrap_err();
            assert!(error.contains(expected), "{json}: {error}");
        }
        let error = document(b"[{\"text\": \"x\"}, {\"txt\": 1}]", &FieldMap::default()).unwrap_err();
        assert!(error.starts_with("record 2: no text"), "{error}");
        let error = document(b"{\n\"text\": }", &FieldMap::default()).unwrap_err();
        assert!(error.starts_with("invalid JSON at line 2, column 9"), "{error}");
    }
}
