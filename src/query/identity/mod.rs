//! Who is whom across the archive: the names that articles give, gathered into people.
//!
//! ```text
//! names and how often ──name──▶ parts ──People::of──▶ people: identifier, shown name, forms
//! what the user decided (aliases.toml) ───────┘
//! ```
//!
//! Nothing is written down: a question gathers the names that it needs. A name goes to the people all of whose names it
//! can be a form of; where these are several, it stays by itself, and so does a surname alone, unless it is one that news
//! gives to one person only.

mod name;

use rustc_hash::FxHashMap;

use crate::{
    annotate::{known_people, person::name_id},
    index::aliases::Aliases,
};
use name::Name;

/// Somebody, as the archive knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Lower-case ASCII with hyphens, made from the name that all know or from the one that is shown.
    pub id: String,
    /// The most frequent full form, unless the user chose another.
    pub name: String,
    /// All forms with how often they occur, the most frequent first.
    pub forms: Vec<(String, u64)>,
}

/// All people of a set of names.
#[derive(Debug, Clone, Default)]
pub struct People {
    people: Vec<Identity>,
    by_form: FxHashMap<String, usize>,
}

/// Names found to be one person's.
#[derive(Default)]
struct Group {
    /// Indexes of the names.
    names: Vec<usize>,
    /// Whether it is the one name that several people may bear.
    unsure: bool,
}

impl People {
    /// Gathers names, each given once with how often it occurs. The order does not matter.
    pub fn of(names: impl IntoIterator<Item = (String, u64)>, aliases: &Aliases) -> Self {
        let mut names: Vec<(String, u64)> = names.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let ids: Vec<String> = names.iter().map(|(name, _)| name_id(name)).collect();
        let groups = Gatherer { names: &names, ids: &ids, aliases, groups: Vec::new() }.gather();
        let mut people = Self::default();
        for mut group in groups {
            group.names.sort_unstable();
            let forms: Vec<(String, u64)> = group.names.iter().map(|n| names[*n].clone()).collect();
            let group_ids: Vec<&str> = group.names.iter().map(|n| ids[*n].as_str()).collect();
            let name = shown(&forms, &group_ids, aliases);
            let known = forms.iter().find_map(|(form, _)| known_people::id(form));
            let id = known.map_or_else(|| name_id(&name), str::to_owned);
            for (form, _) in &forms {
                people.by_form.insert(form.clone(), people.people.len());
            }
            people.people.push(Identity { id, name, forms });
        }
        people
    }

    /// All of them; in no order that means anything.
    pub fn all(&self) -> &[Identity] {
        &self.people
    }

    /// Which of them bears this very form, as an index.
    pub fn bearer(&self, form: &str) -> Option<usize> {
        self.by_form.get(form).copied()
    }
}

/// The name to show: the user's choice, or the most frequent full form.
fn shown(forms: &[(String, u64)], ids: &[&str], aliases: &Aliases) -> String {
    if let Some(name) = ids.iter().find_map(|id| aliases.shown(id)) {
        return name.to_owned();
    }
    if let Some(merge) = ids.iter().find_map(|id| aliases.merged(id)) {
        let name = &aliases.merge[merge].name;
        return aliases.shown(&name_id(name)).unwrap_or(name).to_owned();
    }
    let full = |name: &str| {
        let words: Vec<&str> = name.split(' ').collect();
        words.len() > 1 && words[0].trim_end_matches('.').chars().count() > 1 && name.chars().any(char::is_lowercase)
    };
    forms.iter().map(|(name, _)| name).find(|name| full(name)).unwrap_or(&forms[0].0).clone()
}

struct Gatherer<'a> {
    names: &'a [(String, u64)],
    ids: &'a [String],
    aliases: &'a Aliases,
    groups: Vec<Group>,
}

impl Gatherer<'_> {
    fn gather(mut self) -> Vec<Group> {
        let parsed: Vec<Option<Name>> = self.names.iter().map(|(name, _)| Name::of(name)).collect();
        let mut order: Vec<usize> =
            (0..self.names.len()).filter(|n| !self.aliases.is_forgotten(&self.ids[*n])).collect();
        order.sort_by_key(|n| std::cmp::Reverse(parsed[*n].as_ref().map_or(0, Name::weight)));
        let mut meeting: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for n in order {
            let Some(name) = &parsed[n] else {
                self.groups.push(Group { names: vec![n], unsure: false });
                continue;
            };
            let mut near: Vec<usize> = name.keys().filter_map(|key| meeting.get(&key)).flatten().copied().collect();
            if name.is_alone()
                && let Some(known) = known_people::surname_id(&self.names[n].0)
                && let Some(groups) = meeting.get(&format!("={known}"))
            {
                near.clone_from(groups);
            }
            near.sort_unstable();
            near.dedup();
            let fits = |group: &usize| {
                let group = &self.groups[*group];
                group.names.iter().all(|other| self.can_be_one(&parsed, n, *other))
            };
            let same = |group: &usize| {
                self.groups[*group].names.iter().any(|other| parsed[*other].as_ref().is_some_and(|o| o.is_same(name)))
            };
            let known = |group: &usize| {
                let known = name.known();
                let id = |n: &usize| parsed[*n].as_ref().and_then(Name::known);
                known.is_some() && self.groups[*group].names.iter().any(|n| id(n) == known)
            };
            // The name that several people may bear takes no other form.
            let mut possible: Vec<usize> = near.into_iter().filter(fits).collect();
            if let Some(own) = possible.iter().copied().find(|group| same(group) || known(group)) {
                possible = vec![own];
            }
            let unsure_only = |group: &usize| self.groups[*group].unsure && !same(group);
            let group = match possible.as_slice() {
                [only] if !unsure_only(only) => Some(*only),
                _ => None,
            };
            let unsure = group.is_none() && !possible.is_empty();
            let at = group.unwrap_or_else(|| {
                self.groups.push(Group { names: Vec::new(), unsure });
                self.groups.len() - 1
            });
            self.groups[at].names.push(n);
            for key in name.keys() {
                let groups = meeting.entry(key).or_default();
                if groups.last() != Some(&at) {
                    groups.push(at);
                }
            }
        }
        self.merge();
        self.groups
    }

    fn can_be_one(&self, parsed: &[Option<Name>], a: usize, b: usize) -> bool {
        if self.aliases.are_split(&self.ids[a], &self.ids[b]) {
            return false;
        }
        let (Some(x), Some(y)) = (&parsed[a], &parsed[b]) else { return false };
        if x.is_alone() != y.is_alone() {
            // Only those whose surname says all meet here.
            let (alone, full) = if x.is_alone() { (a, y) } else { (b, x) };
            let known = known_people::surname_id(&self.names[alone].0);
            return known.is_some() && full.known().is_none_or(|id| Some(id) == known);
        }
        x.is_like(y)
    }

    /// Puts those together whom the user merged.
    fn merge(&mut self) {
        let mut place: FxHashMap<usize, usize> = FxHashMap::default();
        for at in 0..self.groups.len() {
            let mergers: Vec<usize> =
                self.groups[at].names.iter().filter_map(|n| self.aliases.merged(&self.ids[*n])).collect();
            let Some(merger) = mergers.first() else { continue };
            match place.get(merger).copied() {
                Some(to) => {
                    let mut names = std::mem::take(&mut self.groups[at].names);
                    self.groups[to].names.append(&mut names);
                }
                None => {
                    for merger in mergers {
                        place.entry(merger).or_insert(at);
                    }
                }
            }
        }
        self.groups.retain(|group| !group.names.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::People;
    use crate::index::aliases::Aliases;

    fn groups(names: &[&str], aliases: &Aliases) -> Vec<Vec<String>> {
        let people = People::of(names.iter().map(|name| ((*name).to_owned(), 1)), aliases);
        let mut groups: Vec<Vec<String>> =
            people.all().iter().map(|p| p.forms.iter().map(|(form, _)| form.clone()).collect()).collect();
        groups.sort();
        groups
    }

    #[test]
    fn short_forms_that_may_be_several_stay_alone() {
        let found = groups(&["Anna Berg", "A. Berg", "Anton Berg", "Berg"], &Aliases::default());
        assert_eq!(found.len(), 4, "{found:?}");
        let found = groups(&["Anna Berg", "A. Berg", "Berg"], &Aliases::default());
        assert_eq!(found, [vec!["A. Berg", "Anna Berg"], vec!["Berg"]]);
    }

    #[test]
    fn what_is_shown_is_the_most_frequent_full_form() {
        let counts =
            [("S. Lindqvist", 9), ("Sergio Lindqvist", 2), ("Sergio P. Lindqvist", 1), ("SERGIO LINDQVIST", 5)];
        let people = People::of(counts.map(|(name, count)| (name.to_owned(), count)), &Aliases::default());
        let [one] = people.all() else { panic!("{people:?}") };
        assert_eq!((one.name.as_str(), one.id.as_str()), ("Sergio Lindqvist", "sergio-lindqvist"));
        assert_eq!(one.forms[0], ("S. Lindqvist".to_owned(), 9));
        assert_eq!(people.bearer("SERGIO LINDQVIST"), Some(0));
        assert_eq!(people.bearer("Lindqvist"), None);
    }

    #[test]
    fn the_user_decides() {
        let mut aliases = Aliases::default();
        aliases.decide_merge("Anna Berg", "Comrade Chair");
        aliases.decide_split("Anton Lind", "Anton P. Lind");
        aliases.decide_forget("Islamic Jihad");
        let directory = tempfile::tempdir().unwrap();
        aliases.write(directory.path()).unwrap();
        let names = ["Anna Berg", "Comrade Chair", "Anton Lind", "Anton P. Lind", "Islamic Jihad"];
        let found = groups(&names, &aliases);
        assert_eq!(found, [vec!["Anna Berg", "Comrade Chair"], vec!["Anton Lind"], vec!["Anton P. Lind"]]);
    }
}
