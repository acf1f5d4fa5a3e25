//! Scheduled work: one line per job.

use time::Duration;

use crate::jobs::{Job, cleaning};
use crate::{
    access, afterwards, applications, audit, auth, confirmations, decisions, hosting, messages, monitoring, my_data, placements, pledges,
    preparation, rounds, saved_searches,
};

/// Every job of the portal.
pub fn jobs() -> Vec<Job> {
    let mut jobs = cleaning::jobs();
    jobs.extend([
        Job::new("rounds.open", Duration::seconds(30), hosting::open_due),
        Job::new("audit.check", Duration::hours(24), audit::check_daily),
        Job::new("second_factor.seal", Duration::hours(24), auth::seal_anew),
        Job::new("rounds.close", Duration::seconds(30), rounds::close_due),
        Job::new("rounds.rank", Duration::seconds(30), rounds::rank_due),
        Job::new("rounds.cut_off", Duration::minutes(10), rounds::cut_off_due),
        Job::new("offers.expire", Duration::minutes(1), placements::expire_due),
        Job::new("confirmations.chase", Duration::minutes(10), confirmations::chase),
        Job::new("drafts.expire", Duration::hours(24), applications::expire_drafts).erasing(),
        Job::new("waiting.count", Duration::minutes(10), rounds::count_waiting),
        retention(),
        Job::new("equality.count", Duration::hours(24), monitoring::count_new),
        Job::new("proposals.chase", Duration::minutes(10), decisions::chase),
        Job::new("placements.plan", Duration::hours(1), preparation::plan_due),
        Job::new("placements.ask", Duration::minutes(10), preparation::ask_due),
        Job::new("placements.silent", Duration::minutes(10), preparation::tell_silent),
        Job::new("placements.clear", Duration::hours(24), preparation::clear_over).erasing(),
        Job::new("messages.tell", Duration::minutes(5), messages::tell_due),
        Job::new("risk_notices.chase", Duration::minutes(10), preparation::chase),
        Job::new("pledges.review", Duration::hours(1), pledges::review_due),
        Job::new("pledges.chase", Duration::minutes(10), pledges::chase),
        Job::new("searches.mail", Duration::hours(1), saved_searches::mail_new),
        Job::new("searches.end", Duration::hours(24), saved_searches::end_old).erasing(),
        Job::new("afterwards.ask", Duration::hours(1), afterwards::write_after),
        Job::new("placements.close", Duration::hours(24), afterwards::close_recorded),
        Job::new("keep_in_touch.ask", Duration::hours(1), afterwards::ask_due),
        Job::new("invitations.forget", Duration::hours(24), access::forget_old).erasing(),
    ]);
    jobs
}

/// The job that erases what was kept long enough.
pub fn retention() -> Job {
    Job::new("retention.erase", Duration::hours(24), my_data::retain).erasing()
}
