//! One article's annotations as a line of JSON, the shape that `demarche annotate` writes.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    annotate::{
        Annotations,
        annotations::Person,
        quotations::trace::{LeftOut, TraceStep},
    },
    article::Article,
};

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Value>,
    published: Option<crate::date::Date>,
    lang: Option<&'a str>,
    people: Vec<Value>,
    countries: &'a [crate::annotate::annotations::Country],
    places: &'a [crate::annotate::annotations::Place],
    organisations: &'a [crate::annotate::annotations::Organisation],
    dates: Vec<Value>,
    quotes: &'a [crate::annotate::annotations::Quotation],
    entities: Vec<Value>,
}

/// The line, without a line break. All spans are `[start, end)` in UTF-8 bytes of the text as given.
pub fn line(article: &Article, annotations: &Annotations) -> String {
    let line = Line {
        id: &article.id,
        title: article.title.as_ref().map(|text| {
            json!({
                "text": text,
                "countries": annotations.title.countries,
                "places": annotations.title.places,
                "organisations": annotations.title.organisations,
            })
        }),
        published: article.published,
        lang: article.language.as_deref(),
        people: annotations.people.iter().map(person).collect(),
        countries: &annotations.countries,
        places: &annotations.places,
        organisations: &annotations.organisations,
        dates: annotations
            .dates
            .iter()
            .map(|date| match date.value {
                // Quarters, seasons and the like have a TIMEX3 value that is no ISO 8601 one.
                Some(value) if value.timex() != value.to_string() => {
                    json!({"span": date.span, "value": value, "timex": value.timex()})
                }
                Some(value) => json!({"span": date.span, "value": value}),
                None => json!({"span": date.span}),
            })
            .collect(),
        quotes: &annotations.quotations,
        entities: annotations
            .names
            .iter()
            .map(|(span, label)| json!({"start": span.start, "end": span.end, "label": label}))
            .collect(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The line with the article itself: its text and all that is known of it.
pub fn whole(article: &Article, annotations: &Annotations) -> String {
    let mut object: Value = serde_json::from_str(&line(article, annotations)).unwrap_or_default();
    if let Some(object) = object.as_object_mut() {
        let title = object.insert("title".to_owned(), json!(article.title));
        if let Some(marks) = title {
            object.insert("title_marks".to_owned(), marks);
        }
        object.insert("text".to_owned(), json!(article.text));
        object.insert("outlet".to_owned(), json!(article.outlet));
        object.insert("byline".to_owned(), json!(article.byline));
        object.insert("url".to_owned(), json!(article.url));
        object.insert("path".to_owned(), json!(article.location.to_string()));
    }
    object.to_string()
}

/// The line with what was done to each quotation (`trace`), and what was found and left out (`left_out`).
pub fn explained(
    article: &Article,
    annotations: &Annotations,
    steps: &[Vec<TraceStep>],
    left_out: &[LeftOut],
) -> String {
    let mut object: Value = serde_json::from_str(&line(article, annotations)).unwrap_or_default();
    if let Some(quotes) = object.get_mut("quotes").and_then(Value::as_array_mut) {
        for (quote, steps) in quotes.iter_mut().zip(steps) {
            if let Some(quote) = quote.as_object_mut() {
                quote.insert("trace".to_owned(), json!(steps));
            }
        }
    }
    if let Some(object) = object.as_object_mut() {
        object.insert("left_out".to_owned(), json!(left_out));
    }
    object.to_string()
}

fn person(person: &Person) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "country": person.country,
        "mentions": person.mentions,
    })
}
