//! Full names → people: which names, as articles write them, are one person's.
//!
//! A name goes to the people all of whose names it can be a form of; where these are several, it stays by itself.

use rustc_hash::FxHashMap;

use super::name::Name;
use crate::index::aliases::Aliases;

/// A full name of the articles of one era and one country.
pub(super) struct Node<'a> {
    /// As written.
    pub(super) form: &'a str,
    /// Its identifier, by which the user decides.
    pub(super) id: String,
    /// In parts; none where it has no letter.
    pub(super) name: Option<Name>,
    /// Articles and quotations that give it.
    pub(super) count: u64,
    /// Years of the first and the last of them, where any is known.
    pub(super) years: Option<(i16, i16)>,
    /// The country that most of them give with an office, where it is given more than once.
    pub(super) country: Option<&'a str>,
}

/// People do not come back into the news after more years than these: it is somebody else of the same name.
pub(super) const ERA: i16 = 25;

/// Names found to be one person's.
#[derive(Default)]
struct Group {
    /// Indexes of the nodes.
    nodes: Vec<usize>,
    /// Whether it is the one name that several people may bear.
    unsure: bool,
}

struct Gatherer<'a> {
    nodes: &'a [Node<'a>],
    aliases: &'a Aliases,
    groups: Vec<Group>,
}

/// Puts nodes together; gives the indexes of each person's. `nodes` must stand in an order that depends on nothing but
/// what they are.
pub(super) fn gather(nodes: &[Node<'_>], aliases: &Aliases) -> Vec<Vec<usize>> {
    Gatherer { nodes, aliases, groups: Vec::new() }.gather()
}

impl Gatherer<'_> {
    fn gather(mut self) -> Vec<Vec<usize>> {
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|n| {
            let node = &self.nodes[*n];
            (std::cmp::Reverse(node.name.as_ref().map_or(0, Name::weight)), std::cmp::Reverse(node.count))
        });
        let mut meeting: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for n in order {
            let Some(name) = &self.nodes[n].name else {
                self.groups.push(Group { nodes: vec![n], unsure: false });
                continue;
            };
            let mut near: Vec<usize> = name.keys().filter_map(|key| meeting.get(&key)).flatten().copied().collect();
            near.sort_unstable();
            near.dedup();
            let fits = |group: &usize| self.groups[*group].nodes.iter().all(|other| self.can_be_one(n, *other));
            let names = |group: &usize| self.groups[*group].nodes.iter().filter_map(|n| self.nodes[*n].name.as_ref());
            let same = |group: &usize| names(group).any(|other| other.is_same(name));
            let known =
                |group: &usize| name.known().is_some() && names(group).any(|other| other.known() == name.known());
            // The name that several people may bear takes no other form.
            let mut possible: Vec<usize> = near.into_iter().filter(fits).collect();
            if let Some(own) = possible.iter().copied().find(|group| same(group) || known(group)) {
                possible = vec![own];
            }
            let unsure_only = |group: &usize| self.groups[*group].unsure && !same(group);
            let mut group = match possible.as_slice() {
                [only] if !unsure_only(only) => Some(*only),
                _ => None,
            };
            // Of several, the one whose country is given.
            if group.is_none() && self.nodes[n].country.is_some() {
                let agrees = |group: &&usize| {
                    self.groups[**group].nodes.iter().any(|other| self.nodes[*other].country == self.nodes[n].country)
                };
                let mut agreeing = possible.iter().filter(agrees);
                group = agreeing.next().copied().filter(|_| agreeing.next().is_none());
            }
            let unsure = group.is_none() && !possible.is_empty();
            let at = group.unwrap_or_else(|| {
                self.groups.push(Group { nodes: Vec::new(), unsure });
                self.groups.len() - 1
            });
            self.groups[at].nodes.push(n);
            for key in name.keys() {
                let groups = meeting.entry(key).or_default();
                if groups.last() != Some(&at) {
                    groups.push(at);
                }
            }
        }
        self.merge();
        self.groups.into_iter().map(|group| group.nodes).collect()
    }

    fn can_be_one(&self, a: usize, b: usize) -> bool {
        let (first, second) = (&self.nodes[a], &self.nodes[b]);
        if self.aliases.are_split(&first.id, &second.id) {
            return false;
        }
        let (Some(x), Some(y)) = (&first.name, &second.name) else { return false };
        if !x.is_like(y) {
            return false;
        }
        if x.known().is_some() && x.known() == y.known() {
            return true;
        }
        let apart = first.years.zip(second.years).is_some_and(|((from, to), (since, until))| {
            i32::from(since) - i32::from(to) > i32::from(ERA) || i32::from(from) - i32::from(until) > i32::from(ERA)
        });
        let abroad = first.country.zip(second.country).is_some_and(|(here, there)| here != there);
        !apart && !abroad
    }

    /// Puts those together whom the user merged.
    fn merge(&mut self) {
        let mut place: FxHashMap<usize, usize> = FxHashMap::default();
        for at in 0..self.groups.len() {
            let mergers: Vec<usize> =
                self.groups[at].nodes.iter().filter_map(|n| self.aliases.merged(&self.nodes[*n].id)).collect();
            let Some(merger) = mergers.first() else { continue };
            match place.get(merger).copied() {
                Some(to) => {
                    let mut nodes = std::mem::take(&mut self.groups[at].nodes);
                    self.groups[to].nodes.append(&mut nodes);
                }
                None => {
                    for merger in mergers {
                        place.entry(merger).or_insert(at);
                    }
                }
            }
        }
        self.groups.retain(|group| !group.nodes.is_empty());
    }
}
