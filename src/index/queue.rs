//! Documents on their way to the engine's thread. The engine lets ten thousand of them wait, of whatever size; a
//! [`Queued`] one holds its bytes of a [`Budget`] until it is taken.

use std::{sync::Arc, time::Duration};

use tantivy::{
    TantivyDocument,
    schema::{Document, Value},
};

use crate::budget::Budget;

/// A thread that writes out a segment takes nothing for a while; one that died of a full disk never will again, and is
/// found out when the next document is given to it.
const PATIENCE: Duration = Duration::from_secs(3);

/// A document that waits.
pub(super) struct Queued {
    document: TantivyDocument,
    bytes: usize,
    budget: Arc<Budget>,
}

impl Queued {
    /// Waits until there is room for the document, but not for ever.
    pub(super) fn new(document: TantivyDocument, budget: &Arc<Budget>) -> Self {
        let size = |value: tantivy::schema::document::CompactDocValue<'_>| {
            8 + value.as_str().map(str::len).or_else(|| value.as_bytes().map(<[u8]>::len)).unwrap_or(0)
        };
        let bytes = document.field_values().map(|(_, value)| size(value)).sum();
        budget.take_patiently(bytes, PATIENCE);
        Self { document, bytes, budget: Arc::clone(budget) }
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        self.budget.give(self.bytes);
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(mut self) -> TantivyDocument {
        std::mem::take(&mut self.document)
    }
}
