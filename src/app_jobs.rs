//! Scheduled work: one line per job.

use time::Duration;

use crate::jobs::{Job, cleaning};
use crate::{access, applications, confirmations, decisions, hosting, monitoring, my_data, placements, pledges, rounds, saved_searches};

/// Every job of the portal.
pub fn jobs() -> Vec<Job> {
    let mut jobs = cleaning::jobs();
    jobs.extend([
        Job::new("rounds.open", Duration::seconds(30), hosting::open_due),
        Job::new("rounds.close", Duration::seconds(30), rounds::close_due),
        Job::new("rounds.rank", Duration::seconds(30), rounds::rank_due),
        Job::new("offers.expire", Duration::minutes(1), placements::expire_due),
        Job::new("confirmations.chase", Duration::minutes(10), confirmations::chase),
        Job::new("drafts.expire", Duration::hours(24), applications::expire_drafts).erasing(),
        Job::new("waiting.count", Duration::minutes(10), rounds::count_waiting),
        retention(),
        Job::new("equality.count", Duration::hours(24), monitoring::count_new),
        Job::new("proposals.chase", Duration::minutes(10), decisions::chase),
        Job::new("pledges.review", Duration::hours(1), pledges::review_due),
        Job::new("pledges.chase", Duration::minutes(10), pledges::chase),
        Job::new("searches.mail", Duration::hours(1), saved_searches::mail_new),
        Job::new("searches.end", Duration::hours(24), saved_searches::end_old).erasing(),
        Job::new("invitations.forget", Duration::hours(24), access::forget_old).erasing(),
    ]);
    jobs
}

/// The job that erases what was kept long enough.
pub fn retention() -> Job {
    Job::new("retention.erase", Duration::hours(24), my_data::retain).erasing()
}
