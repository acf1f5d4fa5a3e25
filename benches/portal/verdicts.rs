//! Whether a figure meets its bar, and how many did not.

/// What was said so far.
#[derive(Default)]
pub struct Verdicts {
    met: u32,
    missed: u32,
}

impl Verdicts {
    pub fn at_least(&mut self, value: f64, bar: f64) -> &'static str {
        self.say(value >= bar)
    }

    pub fn at_most(&mut self, value: f64, bar: f64) -> &'static str {
        self.say(value <= bar)
    }

    fn say(&mut self, met: bool) -> &'static str {
        if met {
            self.met += 1;
            "met"
        } else {
            self.missed += 1;
            "missed"
        }
    }

    /// The last line.
    pub fn words(&self) -> String {
        let all = self.met + self.missed;
        format!("{} of {all} bars are met, {} are missed", self.met, self.missed)
    }
}
