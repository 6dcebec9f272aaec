//! `aliases.toml` beside the index: what its user has decided about who is whom. It is never touched by indexing, and
//! every question honours it as it then stands.
//!
//! ```toml
//! [[merge]]                       # one person, whatever the names look like
//! name = "Muammar Gaddafi"        # shown
//! forms = ["Moamer Kadhafi", "Brother Leader"]
//!
//! [[split]]                       # different people, however alike the names are
//! names = ["George Bush", "George W. Bush"]
//!
//! [[rename]]                      # shown under another name
//! from = "Sergei Lavrov"
//! to = "Sergey Lavrov"
//!
//! [[forget]]                      # nobody
//! name = "Islamic Jihad"
//! ```
//!
//! Names are the same if they are equal but for capitals, marks and punctuation.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::manifest::ALIASES;
use crate::{
    annotate::person::name_id,
    error::{Error, Result},
};

/// The user's decisions, as they stand in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aliases {
    /// Names of one person each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merge: Vec<Merge>,
    /// Names of different people each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<Split>,
    /// Names to show instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rename: Vec<Rename>,
    /// Names of nobody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<Forget>,
    #[serde(skip)]
    lookup: Lookup,
}

/// Names of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The name that is shown.
    pub name: String,
    /// The others.
    pub forms: Vec<String>,
}

/// Names of different people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// At least two.
    pub names: Vec<String>,
}

/// A name that is shown as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// Any of the person's names.
    pub from: String,
    /// What is shown.
    pub to: String,
}

/// A name that is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forget {
    /// The name.
    pub name: String,
}

/// What is asked of the decisions, by [`name_id`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Lookup {
    merged: FxHashMap<String, usize>,
    split: FxHashMap<String, FxHashSet<String>>,
    renamed: FxHashMap<String, usize>,
    forgotten: FxHashSet<String>,
}

impl Aliases {
    /// Where they lie.
    pub fn path(directory: &Path) -> PathBuf {
        directory.join(ALIASES)
    }

    /// Those of the index in a directory; none where there is no file.
    ///
    /// # Errors
    /// [`Error::Aliases`] with the place if the file is no such table or contradicts itself, [`Error::File`] if it cannot
    /// be read.
    pub fn read(directory: &Path) -> Result<Self> {
        let path = Self::path(directory);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(Error::File { path, source }),
        };
        Self::parse(&text).map_err(|reason| Error::Aliases { path, reason })
    }

    fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut aliases: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        aliases.index()?;
        Ok(aliases)
    }

    /// Writes them, through a temporary file so that they are never half there.
    ///
    /// # Errors
    /// [`Error::Aliases`] if they contradict themselves, [`Error::File`] if the directory cannot be written.
    pub fn write(&mut self, directory: &Path) -> Result<()> {
        let path = Self::path(directory);
        self.index().map_err(|reason| Error::Aliases { path: path.clone(), reason })?;
        let text =
            "# Who is whom in this index: merge, split, rename, forget. Written by demarche who, and yours to edit.\n\n"
                .to_owned() + &toml::to_string(&self).unwrap_or_default();
        let temporary = path.with_extension("toml.new");
        fs::write(&temporary, text)
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(|source| Error::File { path, source })
    }

    fn index(&mut self) -> std::result::Result<(), String> {
        let mut lookup = Lookup::default();
        for (n, merge) in self.merge.iter().enumerate() {
            for name in std::iter::once(&merge.name).chain(&merge.forms) {
                let id = key(name)?;
                if let Some(other) = lookup.merged.insert(id, n)
                    && other != n
                {
                    let other = &self.merge[other].name;
                    return Err(format!("“{name}” is merged with both “{other}” and “{}”", merge.name));
                }
            }
        }
        for split in &self.split {
            for name in &split.names {
                let id = key(name)?;
                for other in &split.names {
                    let other_id = key(other)?;
                    if id == other_id {
                        continue;
                    }
                    let merged = lookup.merged.get(&id);
                    if merged.is_some() && merged == lookup.merged.get(&other_id) {
                        return Err(format!("“{name}” and “{other}” are both merged and split"));
                    }
                    lookup.split.entry(id.clone()).or_default().insert(other_id);
                }
            }
        }
        for (n, rename) in self.rename.iter().enumerate() {
            key(&rename.to)?;
            if lookup.renamed.insert(key(&rename.from)?, n).is_some() {
                return Err(format!("“{}” is renamed twice", rename.from));
            }
        }
        for forget in &self.forget {
            lookup.forgotten.insert(key(&forget.name)?);
        }
        self.lookup = lookup;
        Ok(())
    }

    /// Whether anything was decided at all.
    pub fn is_empty(&self) -> bool {
        self.merge.is_empty() && self.split.is_empty() && self.rename.is_empty() && self.forget.is_empty()
    }

    /// Which merger the name with this identifier takes part in, as an index into [`Aliases::merge`].
    pub fn merged(&self, id: &str) -> Option<usize> {
        self.lookup.merged.get(id).copied()
    }

    /// Whether the names with these identifiers are different people's.
    pub fn are_split(&self, a: &str, b: &str) -> bool {
        self.lookup.split.get(a).is_some_and(|others| others.contains(b))
    }

    /// What the name with this identifier is to be shown as.
    pub fn shown(&self, id: &str) -> Option<&str> {
        self.lookup.renamed.get(id).map(|n| self.rename[*n].to.as_str())
    }

    /// Whether the name with this identifier is nobody's.
    pub fn is_forgotten(&self, id: &str) -> bool {
        self.lookup.forgotten.contains(id)
    }

    /// Decides that two names are one person's, shown as the first; takes back that they are not.
    pub fn decide_merge(&mut self, name: &str, form: &str) {
        let (id, form_id) = (name_id(name), name_id(form));
        self.part(&id, &form_id);
        self.forget.retain(|forget| !same(&forget.name, name) && !same(&forget.name, form));
        let find = |merges: &[Merge], id: &str| {
            merges.iter().position(|m| name_id(&m.name) == id || m.forms.iter().any(|f| name_id(f) == id))
        };
        let at = find(&self.merge, &id).unwrap_or_else(|| {
            self.merge.push(Merge { name: name.to_owned(), forms: Vec::new() });
            self.merge.len() - 1
        });
        let mut forms = vec![form.to_owned()];
        if let Some(other) = find(&self.merge, &form_id).filter(|other| *other != at) {
            let other = &mut self.merge[other];
            forms.append(&mut other.forms);
            forms.push(std::mem::take(&mut other.name));
        }
        for form in forms {
            let merge = &mut self.merge[at];
            if !same(&merge.name, &form) && !merge.forms.iter().any(|known| same(known, &form)) {
                merge.forms.push(form);
            }
        }
        self.merge.retain(|merge| !merge.name.is_empty() && !merge.forms.is_empty());
    }

    /// Decides that two names are different people's; takes back that they are one's.
    pub fn decide_split(&mut self, name: &str, other: &str) {
        for merge in &mut self.merge {
            let bears = |merge: &Merge, wanted: &str| {
                same(&merge.name, wanted) || merge.forms.iter().any(|form| same(form, wanted))
            };
            if bears(merge, name) && bears(merge, other) {
                if same(&merge.name, other) {
                    merge.name = merge.forms.remove(0);
                }
                merge.forms.retain(|form| !same(form, other));
            }
        }
        self.merge.retain(|merge| !merge.forms.is_empty());
        let (id, other_id) = (name_id(name), name_id(other));
        self.part(&id, &other_id);
        self.split.push(Split { names: vec![name.to_owned(), other.to_owned()] });
    }

    /// Decides under which name somebody is shown.
    pub fn decide_rename(&mut self, from: &str, to: &str) {
        self.rename.retain(|rename| !same(&rename.from, from));
        self.rename.push(Rename { from: from.to_owned(), to: to.to_owned() });
    }

    /// Decides that a name is nobody's.
    pub fn decide_forget(&mut self, name: &str) {
        if !self.forget.iter().any(|forget| same(&forget.name, name)) {
            self.forget.push(Forget { name: name.to_owned() });
        }
    }

    /// Takes back that two names are different people's.
    fn part(&mut self, id: &str, other: &str) {
        for split in &mut self.split {
            let has = |wanted: &str| split.names.iter().any(|name| name_id(name) == wanted);
            if has(id) && has(other) {
                split.names.retain(|name| name_id(name) != other);
            }
        }
        self.split.retain(|split| split.names.len() > 1);
    }
}

fn same(a: &str, b: &str) -> bool {
    name_id(a) == name_id(b)
}

fn key(name: &str) -> std::result::Result<String, String> {
    let id = name_id(name);
    if id.is_empty() { Err(format!("“{name}” has no letter")) } else { Ok(id) }
}

#[cfg(test)]
mod tests {
    use super::Aliases;

    #[test]
    fn a_wrong_merge_can_be_taken_back() {
        let mut aliases = Aliases::default();
        aliases.decide_merge("Anna Berg", "Otto Berg");
        aliases.decide_merge("A. Lind", "Anja Lind");
        aliases.index().unwrap();
        assert_eq!(aliases.merged("anna-berg"), aliases.merged("otto-berg"));
        assert_ne!(aliases.merged("anna-berg"), aliases.merged("a-lind"));
        aliases.decide_split("Anna Berg", "Otto Berg");
        aliases.index().unwrap();
        assert_eq!(aliases.merged("otto-berg"), None);
        assert!(aliases.are_split("anna-berg", "otto-berg") && aliases.are_split("otto-berg", "anna-berg"));
        aliases.decide_merge("Otto Berg", "Anna Berg");
        aliases.index().unwrap();
        assert!(!aliases.are_split("anna-berg", "otto-berg"));
        assert_eq!(aliases.merge[aliases.merged("anna-berg").unwrap()].name, "Otto Berg");
    }

    #[test]
    fn mergers_that_meet_become_one() {
        let mut aliases = Aliases::default();
        aliases.decide_merge("A", "B");
        aliases.decide_merge("C", "D");
        aliases.decide_merge("A", "D");
        assert_eq!(aliases.merge.len(), 1);
        assert_eq!(aliases.merge[0].forms, ["B", "D", "C"]);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let mut aliases = Aliases::default();
        aliases.decide_merge("Anna Berg", "Hanna “H.” Berg");
        aliases.decide_split("Anna Berg", "Anna Lind");
        aliases.decide_rename("Anna Berg", "Anna M. Berg");
        aliases.decide_forget("he");
        aliases.write(directory.path()).unwrap();
        assert_eq!(Aliases::read(directory.path()).unwrap(), aliases);
        assert!(aliases.is_forgotten("he"));
        assert_eq!(aliases.shown("anna-berg"), Some("Anna M. Berg"));
    }

    #[test]
    fn contradictions_and_slips_are_named() {
        for (text, part) in [
            ("[[merge]]\nname = \"A\"\nforms = [\"B\"]\n[[split]]\nnames = [\"B\", \"A\"]", "both merged and split"),
            ("[[merge]]\nname = \"A\"\nforms = [\"B\"]\n[[merge]]\nname = \"C\"\nforms = [\"b\"]", "with both"),
            ("[[marge]]\nname = \"A\"", "marge"),
            ("[[merge]]\nname = \"A\"\nform = [\"B\"]", "form"),
            ("[[forget]]\nname = \"…\"", "no letter"),
            ("[[rename]]\nfrom = \"A\"\nto = \"B\"\n[[rename]]\nfrom = \"a\"\nto = \"C\"", "twice"),
        ] {
            let reason = Aliases::parse(text).unwrap_err();
            assert!(reason.contains(part), "{reason}");
        }
    }
}
