//! THE field table: every field of the index, its type and what it holds. Documents, queries and facets are driven by it.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::tokenizer::{NAME, TEXT};

/// Version of this table. An index with another one does not open.
pub const VERSION: u32 = 9;

/// `kind` of a document.
pub mod kind {
    /// An article.
    pub const ARTICLE: &str = "article";
    /// A quotation of an article.
    pub const QUOTATION: &str = "quotation";
    /// A file of the archive: what was read from it, and what could not be.
    pub const FILE: &str = "file";
}

macro_rules! fields {
    ($($name:ident $title:literal $kind:ident $text:literal;)*) => {
        /// Handles of all fields.
        #[derive(Debug, Clone, Copy)]
        pub struct Fields { $(#[doc = $text] pub $name: Field,)* }

        impl Fields {
            /// The schema and the handles into it.
            pub fn build() -> (Schema, Self) {
                let mut builder = Schema::builder();
                let fields = Self { $($name: add(&mut builder, $title, &Type::$kind),)* };
                (builder.build(), fields)
            }
        }

        /// Name, type and description of every field, for the documentation.
        pub const TABLE: &[(&str, &str, &str)] = &[$(($title, stringify!($kind), $text),)*];
    };
}

fields! {
    kind "kind" Keyword "article, quotation or file";
    article_id "article_id" Keyword "identifier of the article, on itself and on its quotations; deleting by it removes both";
    id "id" FastKeyword "identifier of the article, or of the quotation as ARTICLE#N";
    file "file" Keyword "path of the file that the article was read from";
    stored "stored" Stored "the record as JSON: an article without its text, a quotation, or a file's history";
    text "text" Stored "the text of the article, as it was read";
    checksum "checksum" StoredNumber "first 64 bits of the BLAKE3 hash of what is stored: damage shows before it is believed";
    hash "hash" Number "first 64 bits of the BLAKE3 hash of the article's content";
    title "title" Text "words of the title";
    body "body" Text "words of the title and the text";
    appearance "appearance" FastKeyword "of an article its people, of a quotation its speakers: name, country, time and office as the article gives them, tabs between them";
    country "country" FastKeyword "ISO 3166 codes of the countries named in the article";
    place "place" Name "places named in the article";
    organisation "organisation" Name "organisations named in the article";
    outlet "outlet" Name "newspaper, agency or site";
    tag "tag" Name "the outlet's section and editorial tags";
    language "language" FastKeyword "ISO 639-1 code";
    published "published" Number "first day on which it may have been published, as YYYYMMDD";
    published_last "published_last" Number "last such day, only where the date is not known to the day";
    year "year" FastKeyword "year of publication, where known";
    month "month" FastKeyword "year and month of publication, where known";
    mentioned "mentioned" Keyword "dates that the text mentions: each day with its month and its year";
    mentioned_day "mentioned_day" Number "days that the text mentions, as YYYYMMDD";
    quote_text "quote_text" Text "the words of the quotation";
    context_text "context_text" Text "the sentence before the quotation and what of its own sentence is not its words";
    role "role" Name "office of the speaker as then given, without names of people";
    speaker_country "speaker_country" FastKeyword "country that the speaker speaks for";
    quoted_country "quoted_country" FastKeyword "ISO 3166 codes of the countries named in the words of the quotation";
    addressee "addressee" Name "to whom it was said";
    venue "venue" Name "where or by what it was said: in an interview, at a news conference";
    manner "manner" FastKeyword "verb class of the cue: said, denied, warned";
    factuality "factuality" FastKeyword "said, not said, might be said, declined";
    shown "shown" Keyword "yes, where the quotation is certain enough to be shown unasked";
    confidence "confidence" Number "how probable it is that these words are this speaker's, in hundredths";
    quote_kind "quote_kind" FastKeyword "direct, indirect or mixed";
    class "class" FastKeyword "what sort of speaker: person, office, institution, government, anonymous, document";
    weight "weight" Number "how much the quotation counts in a rank, in hundredths: sure ones with a speaker and more than a few words most";
    sketch "sketch" Column "eight bytes that near-equal quotations mostly share some of, to find copies of a statement";
    voice "voice" Column "a number for the first speaker, the same for all transliterations of the name";
    signature "signature" Column "64 bytes, eight to a value, that near-equal articles mostly share, to find copies of an article";
    file_key "file_key" FastKeyword "path of a file of the archive, on its own record";
    file_size "file_size" Number "its size in bytes";
    file_modified "file_modified" Signed "its time of modification, in nanoseconds since 1970, only to see whether it changed";
}

enum Type {
    /// One exact term.
    Keyword,
    /// One exact term, also in a column for facets and collectors.
    FastKeyword,
    /// Running text with positions and frequencies.
    Text,
    /// Names: searched by word, counted whole.
    Name,
    /// Unsigned number in a column.
    Number,
    /// Unsigned number in a column and nowhere else.
    Column,
    /// Signed number in a column.
    Signed,
    /// Kept, not searched.
    Stored,
    /// A number that is kept and not searched.
    StoredNumber,
}

fn add(builder: &mut tantivy::schema::SchemaBuilder, name: &str, kind: &Type) -> Field {
    let indexing = |tokenizer| {
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqsAndPositions)
    };
    match kind {
        Type::Keyword => builder.add_text_field(name, STRING),
        Type::FastKeyword => builder.add_text_field(name, STRING | FAST),
        Type::Text => builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing(TEXT))),
        Type::Name => {
            builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing(NAME)).set_fast("raw"))
        }
        Type::Number => builder.add_u64_field(name, INDEXED | FAST),
        Type::Column => builder.add_u64_field(name, FAST),
        Type::Signed => builder.add_i64_field(name, FAST),
        Type::Stored => builder.add_text_field(name, STORED),
        Type::StoredNumber => builder.add_u64_field(name, STORED),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_builds_and_has_no_name_twice() {
        let (schema, _) = super::Fields::build();
        assert_eq!(schema.fields().count(), super::TABLE.len());
    }
}
