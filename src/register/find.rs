//! Answers a search of the register: what is found, and how many there would be for every other choice.

use super::index::{Index, Inside};
use super::model::{Entry, RegisterArea, Status};
use super::wanted::{Filter, Wanted};
use crate::opportunities::Bits;
use crate::organisations::AreaKind;
use crate::places::Point;
use crate::pledges::CommitmentKind;

/// An area with the number of what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaCount {
    /// The area.
    pub area: RegisterArea,
    /// The middle of its organisations.
    pub point: Option<Point>,
    /// How many.
    pub count: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Results<'i> {
    /// How many there are in all.
    pub total: usize,
    /// Those of the page, by name.
    pub entries: Vec<&'i Entry>,
    /// True if more follow.
    pub more: bool,
    /// True if the page is the first.
    pub first: bool,
    /// How many each commitment would leave, the other filters as they are; in the order of the enum.
    pub commitments: Vec<usize>,
    /// The same for each status.
    pub statuses: Vec<usize>,
    /// The same for each area, by kind and name.
    pub areas: Vec<AreaCount>,
    /// Where what was found is: areas of one kind, most first.
    pub map: Vec<AreaCount>,
    /// How many there would be without each filter that is set.
    pub without: Vec<(Filter, usize)>,
}

/// The sets that the filters leave.
struct Masks<'i> {
    index: &'i Index,
    wanted: &'i Wanted,
    others: Vec<(Filter, Bits)>,
}

impl<'i> Masks<'i> {
    fn new(index: &'i Index, wanted: &'i Wanted) -> Self {
        let mut others = Vec::new();
        others.extend(index.words.matching(&wanted.words).map(|bits| (Filter::Words, bits)));
        for inside in &index.areas {
            if wanted.areas.contains(&inside.area) {
                others.push((Filter::Area(inside.area.kind), inside.members.clone()));
            }
        }
        Self { index, wanted, others }
    }

    /// What all filters leave but this one.
    fn but(&self, filter: Option<Filter>) -> Bits {
        let of = |own: Filter| Some(own) != filter;
        let commitment = self.wanted.commitment.filter(|_| of(Filter::Commitment));
        let status = self.wanted.status.filter(|_| of(Filter::Status));
        let mut left = self.index.signed(commitment, status);
        self.and_others(&mut left, filter);
        left
    }

    fn and_others(&self, left: &mut Bits, filter: Option<Filter>) {
        let others = self.others.iter().filter(|(own, _)| Some(*own) != filter);
        others.for_each(|(_, mask)| left.and(mask));
    }

    /// How many a commitment and a status would leave.
    fn signed(&self, commitment: Option<CommitmentKind>, status: Option<Status>) -> usize {
        let mut left = self.index.signed(commitment, status);
        self.and_others(&mut left, None);
        left.count()
    }

    fn areas(&self) -> Vec<AreaCount> {
        let left: Vec<(AreaKind, Bits)> = AreaKind::ALL
            .iter()
            .map(|kind| (*kind, self.but(Some(Filter::Area(*kind)))))
            .collect();
        let count = |inside: &Inside| {
            let left = left.iter().find(|(kind, _)| *kind == inside.area.kind);
            counted(inside, left.map_or(0, |(_, left)| inside.members.count_with(left)))
        };
        self.index.areas.iter().map(count).collect()
    }
}

fn counted(inside: &Inside, count: usize) -> AreaCount {
    AreaCount {
        area: inside.area.clone(),
        point: inside.point,
        count,
    }
}

/// The areas of what was found: regions, or, inside of one, the smaller areas that there are.
fn map(index: &Index, wanted: &Wanted, found: &Bits) -> Vec<AreaCount> {
    let of_kind = |kind: AreaKind| {
        let areas = index.areas.iter().filter(move |inside| inside.area.kind == kind);
        let counts = areas.map(|inside| counted(inside, inside.members.count_with(found)));
        let mut counts: Vec<AreaCount> = counts.filter(|area| area.count > 0).collect();
        counts.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.area.name.cmp(&other.area.name)));
        counts
    };
    let order = if wanted.areas.is_empty() {
        [AreaKind::Region, AreaKind::IntegratedCareBoard, AreaKind::Letb]
    } else {
        [AreaKind::IntegratedCareBoard, AreaKind::Letb, AreaKind::Region]
    };
    order.into_iter().map(of_kind).find(|counts| !counts.is_empty()).unwrap_or_default()
}

/// Answers a search: the organisations after the one at `after`, at most `size`.
pub fn search<'i>(index: &'i Index, wanted: &'i Wanted, after: &str, size: usize) -> Results<'i> {
    let masks = Masks::new(index, wanted);
    let found = masks.but(None);
    let begin = index.after(after);
    let mut numbers: Vec<usize> = found.from(begin.unwrap_or(0)).take(size + 1).collect();
    let more = numbers.len() > size;
    numbers.truncate(size);
    Results {
        total: found.count(),
        entries: numbers.into_iter().filter_map(|number| index.entries.get(number)).collect(),
        more,
        first: begin.is_none(),
        commitments: CommitmentKind::ALL
            .iter()
            .map(|kind| masks.signed(Some(*kind), wanted.status))
            .collect(),
        statuses: Status::ALL
            .iter()
            .map(|status| masks.signed(wanted.commitment, Some(*status)))
            .collect(),
        areas: masks.areas(),
        map: map(index, wanted, &found),
        without: wanted
            .parts()
            .into_iter()
            .map(|(filter, _)| (filter, masks.but(Some(filter)).count()))
            .collect(),
    }
}
