//! The ladder of a role as a picture: what leads to it below, the role itself, and what it leads to above. The page says the same in a list.

use super::model::{Catalogue, Role};

/// Pixels of the picture's own scale.
const STEP: u16 = 44;
const BOX: u16 = 32;
/// Between two groups there is room for an arrow.
const ARROW: u16 = 28;
/// So many of each group are drawn; the list has them all.
const MOST: usize = 4;

/// One rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The role's name.
    pub name: String,
    /// The upper edge.
    pub top: u16,
    /// True for the role that the page is about.
    pub here: bool,
}

impl Rung {
    /// Where the words stand.
    pub fn baseline(&self) -> u16 {
        self.top + 21
    }
}

/// The picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// From the top.
    pub rungs: Vec<Rung>,
    /// The lower ends of the arrows, which point up.
    pub arrows: Vec<u16>,
    /// The picture's height.
    pub height: u16,
}

impl Ladder {
    /// The ladder of a role; none if it stands alone.
    pub fn of(catalogue: &Catalogue, role: &Role) -> Option<Self> {
        let names =
            |found: Vec<super::model::Found<'_>>| -> Vec<String> { found.iter().take(MOST).map(|found| found.role.name.clone()).collect() };
        let groups = [
            names(catalogue.after(role)),
            vec![role.name.clone()],
            names(catalogue.leading_to(&role.slug)),
        ];
        if groups[0].is_empty() && groups[2].is_empty() {
            return None;
        }
        let (mut top, mut rungs, mut arrows) = (2, Vec::new(), Vec::new());
        for (index, group) in groups.into_iter().enumerate().filter(|(_, group)| !group.is_empty()) {
            if !rungs.is_empty() {
                top += ARROW;
                arrows.push(top - 4);
            }
            for name in group {
                rungs.push(Rung {
                    name,
                    top,
                    here: index == 1,
                });
                top += STEP;
            }
            top -= STEP - BOX;
        }
        Some(Self {
            rungs,
            arrows,
            height: top + 2,
        })
    }
}
