//! Which rows belong to a round, and what is different in a copy of each. `t` is the original's row, `c` the copy.

/// What has become of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It takes applications.
    Open,
    /// Its places are proposed, and coordinators decide.
    Proposed,
    /// All that was proposed was agreed, people came, and said how it was.
    Settled,
    /// It is over, and nobody had applied.
    Bare,
}

impl Kind {
    /// The name in the tables that are made for copying.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Proposed => "proposed",
            Self::Settled => "settled",
            Self::Bare => "bare",
        }
    }
}

/// A table with rows of a round.
pub struct Table {
    pub name: &'static str,
    /// The rounds that have rows in it.
    pub of: &'static [Kind],
    /// The columns that are not as the original's.
    pub changed: &'static [(&'static str, &'static str)],
}

type Changed = (&'static str, &'static str);

const ALL: &[Kind] = &[Kind::Open, Kind::Proposed, Kind::Settled];
const WITH_BARE: &[Kind] = &[Kind::Open, Kind::Proposed, Kind::Settled, Kind::Bare];
const PRESENT: &[Kind] = &[Kind::Open, Kind::Proposed];
const RANKED: &[Kind] = &[Kind::Proposed, Kind::Settled];
const OVER: &[Kind] = &[Kind::Settled];

const ID: Changed = ("id", "t.id + c.shift");
const APPLICATION: Changed = ("application_id", "t.application_id + c.shift");
const OPPORTUNITY: Changed = ("opportunity_id", "t.opportunity_id + c.shift");
const ROUND: Changed = ("round_id", "t.round_id + c.shift");
const RUN: Changed = ("run_id", "t.run_id + c.shift");
const PROPOSAL: Changed = ("proposal_id", "t.proposal_id + c.shift");
const OFFER: Changed = ("offer_id", "t.offer_id + c.shift");
const PLACEMENT: Changed = ("placement_id", "t.placement_id + c.shift");
const ORGANISATION: Changed = ("organisation_id", "t.organisation_id + c.owner");
const REFERENCE: Changed = ("public_ref", "substr(t.public_ref, 1, 10) || c.suffix");
/// An address of one of the organisations' people, or of somebody who belongs to an application.
const RECIPIENT: Changed = (
    "recipient",
    "CASE WHEN t.recipient LIKE 'coordinator%' THEN c.staff ELSE c.people END || t.recipient",
);

const fn table(name: &'static str, of: &'static [Kind], changed: &'static [Changed]) -> Table {
    Table { name, of, changed }
}

/// Every table of a round, what is referred to first.
pub const TABLES: [Table; 26] = [
    table("round", WITH_BARE, &[ID, ("public_ref", "t.public_ref || '-' || c.number")]),
    table(
        "round_contribution",
        WITH_BARE,
        &[
            ID,
            ROUND,
            (
                "commitment",
                "CASE WHEN c.kind <> 'open' THEN t.commitment WHEN t.position = 1 THEN c.own ELSE c.promise END",
            ),
        ],
    ),
    table(
        "opportunity",
        ALL,
        &[ID, REFERENCE, ROUND, ORGANISATION, ("slug", "t.slug || '-' || c.number")],
    ),
    table("person", ALL, &[ID, REFERENCE, ("email", "c.people || t.email")]),
    table("application", ALL, &[ID, REFERENCE, ROUND, ("person_id", "t.person_id + c.shift")]),
    table("application_answer", ALL, &[APPLICATION]),
    table("application_choice", ALL, &[APPLICATION, OPPORTUNITY]),
    table("application_claim", ALL, &[APPLICATION]),
    table("confirmation", ALL, &[ID, APPLICATION, ("email", "c.people || t.email")]),
    table("allocation_run", &[Kind::Proposed, Kind::Settled, Kind::Bare], &[ID, ROUND]),
    table("standing", RANKED, &[APPLICATION, OPPORTUNITY, RUN]),
    table("proposal", RANKED, &[ID, REFERENCE, APPLICATION, OPPORTUNITY, RUN]),
    table("offer", OVER, &[ID, REFERENCE, PROPOSAL, APPLICATION, OPPORTUNITY]),
    table("placement", OVER, &[ID, REFERENCE, APPLICATION, OPPORTUNITY, OFFER]),
    table("placement_task", OVER, &[PLACEMENT]),
    table("attendance", OVER, &[PLACEMENT, ("recorded_by", "t.recorded_by + c.owner")]),
    table(
        "certificate",
        OVER,
        &[
            ID,
            PLACEMENT,
            ("number", "substr(t.number, 1, 10) || c.suffix"),
            ("issued_by", "t.issued_by + c.owner"),
        ],
    ),
    table("feedback", OVER, &[ID, PLACEMENT]),
    table("keep_in_touch", OVER, &[PLACEMENT]),
    table(
        "message",
        OVER,
        &[ID, APPLICATION, OPPORTUNITY, ("sender_id", "t.sender_id + c.shift")],
    ),
    table(
        "sensitive_read",
        OVER,
        &[ID, APPLICATION, ORGANISATION, ("by_id", "t.by_id + c.owner")],
    ),
    table(
        "link",
        ALL,
        &[ID, ("digest", "{random}"), ("subject_id", "t.subject_id + c.shift"), RECIPIENT],
    ),
    table(
        "outbox",
        ALL,
        &[
            ID,
            ("message_id", "c.people || t.message_id"),
            ("link_id", "t.link_id + c.shift"),
            RECIPIENT,
        ],
    ),
    table(
        "session",
        PRESENT,
        &[
            ("id", "t.id + c.shift"),
            ("digest", "{random}"),
            ("person_id", "t.person_id + c.shift"),
        ],
    ),
    table("submission", PRESENT, &[("key", "{random}")]),
    table("waiting_odds", &[Kind::Settled], &[ROUND]),
];

/// What an organisation has: the tables, the number by which the originals are found, what is different in a copy.
pub const MEMBERS: [(&str, &str, &[Changed]); 6] = [
    (
        "organisation",
        "id",
        &[
            ID,
            ("code", "t.code || '-' || c.number"),
            ("name", "t.name || ' in ' || c.number"),
            ("slug", "t.slug || '-' || c.number"),
        ],
    ),
    ("person", "id", &[ID, REFERENCE, ("email", "c.staff || t.email")]),
    (
        "role_grant",
        "id",
        &[
            ID,
            ("person_id", "t.person_id + c.shift"),
            ("organisation_id", "t.organisation_id + c.shift"),
        ],
    ),
    (
        "signing",
        "id",
        &[
            ID,
            ("public_ref", "t.public_ref || '-' || c.number"),
            ("started_by", "t.started_by + c.shift"),
        ],
    ),
    (
        "pledge",
        "id",
        &[
            ID,
            ("public_ref", "t.public_ref || '-' || c.number"),
            ("signing_id", "t.signing_id + c.shift"),
            ("organisation_id", "t.organisation_id + c.shift"),
        ],
    ),
    ("pledge_clause", "pledge_id", &[("pledge_id", "t.pledge_id + c.shift")]),
];

/// Statements that set the rows of a round aside, as they are to be copied.
pub fn originals(kind: Kind, round: i64) -> Vec<String> {
    let name = kind.name();
    let application = format!("application_id IN (SELECT id FROM {name}_application)");
    let person = format!("SELECT person_id FROM {name}_application");
    let linked = format!(
        "purpose IN ('guardian', 'school') AND subject_id IN (SELECT id FROM {name}_confirmation)
         OR purpose = 'proposal' AND subject_id IN (SELECT id FROM {name}_proposal)
         OR purpose = 'reveal' AND subject_id IN (SELECT id FROM {name}_round_contribution)"
    );
    let lettered = format!("recipient IN (SELECT email FROM {name}_person) OR link_id IN (SELECT id FROM {name}_link)");
    let of_round = format!("round_id = {round}");
    let (one, person) = (format!("id = {round}"), format!("id IN ({person})"));
    let rows: [(&str, &str); 26] = [
        ("round", &one),
        ("round_contribution", &of_round),
        ("opportunity", &of_round),
        ("application", &of_round),
        ("person", &person),
        ("application_answer", &application),
        ("application_choice", &application),
        ("application_claim", &application),
        ("confirmation", &application),
        ("allocation_run", &of_round),
        ("standing", &application),
        ("proposal", &application),
        ("link", &linked),
        ("outbox", &lettered),
        ("offer", "1 = 0"),
        ("placement", "1 = 0"),
        ("placement_task", "1 = 0"),
        ("attendance", "1 = 0"),
        ("certificate", "1 = 0"),
        ("feedback", "1 = 0"),
        ("keep_in_touch", "1 = 0"),
        ("message", "1 = 0"),
        ("sensitive_read", "1 = 0"),
        ("session", "1 = 0"),
        ("submission", "1 = 0"),
        ("waiting_odds", "1 = 0"),
    ];
    let set_aside = |(table, rows): (&str, &str)| format!("CREATE TEMP TABLE {name}_{table} AS SELECT * FROM {table} WHERE {rows}");
    let mut all: Vec<String> = rows.into_iter().map(set_aside).collect();
    all.extend(match kind {
        Kind::Settled => over(),
        _ => at_work(name),
    });
    all
}

/// What a round at work has beside its own: open sessions of who applied, and keys of the forms that were taken.
fn at_work(name: &str) -> Vec<String> {
    let from = format!("FROM {name}_application");
    vec![
        // Only the original's coordinators are late, so that the list of those who are is as long with few applications as with many.
        format!("UPDATE {name}_proposal SET created_at = (SELECT ranked_at FROM {name}_round)"),
        format!(
            "INSERT INTO {name}_session (id, person_id, data, idle_seconds, created_at, expires_at, ends_at)
             SELECT id, person_id, '{{}}', 72000, created_at, created_at, created_at {from}"
        ),
        format!("INSERT INTO {name}_submission (location, created_at) SELECT '/applications/' || public_ref, created_at {from}"),
    ]
}

/// What becomes of a proposed round when everything that was proposed was agreed.
fn over() -> Vec<String> {
    let from = "FROM settled_placement p JOIN settled_opportunity o ON o.id = p.opportunity_id";
    let statements = [
        "UPDATE settled_round SET state = 'settled', settled_at = ranked_at".to_owned(),
        "UPDATE settled_opportunity SET places_taken =
             (SELECT count(*) FROM settled_proposal p WHERE p.opportunity_id = settled_opportunity.id)"
            .to_owned(),
        "UPDATE settled_application SET live = FALSE,
             state = CASE state WHEN 'proposed' THEN 'completed' WHEN 'waiting' THEN 'not_reached' ELSE state END"
            .to_owned(),
        "UPDATE settled_proposal SET state = 'approved', decided_at = created_at, next_chase_at = NULL".to_owned(),
        "UPDATE settled_link SET superseded_at = created_at WHERE used_at IS NULL AND superseded_at IS NULL".to_owned(),
        // The words of old letters go.
        "UPDATE settled_outbox SET body_text = '', body_html = '', attachment_body = NULL".to_owned(),
        "INSERT INTO settled_offer (id, public_ref, proposal_id, application_id, opportunity_id, state, made_at, expires_at, answered_at)
             SELECT id, public_ref, id, application_id, opportunity_id, 'accepted', created_at, created_at, created_at FROM settled_proposal"
            .to_owned(),
        "INSERT INTO settled_placement (id, public_ref, application_id, opportunity_id, offer_id, state, agreed_at, ended_at)
             SELECT id, public_ref, application_id, opportunity_id, id, 'completed', answered_at, answered_at FROM settled_offer"
            .to_owned(),
        "INSERT INTO settled_placement_task (placement_id, task, owner, state, done_at, chases)
             SELECT id, 'read-pack', 'applicant', 'done', agreed_at, 0 FROM settled_placement
             UNION ALL SELECT id, 'pass', 'coordinator', 'done', agreed_at, 0 FROM settled_placement"
            .to_owned(),
        format!(
            "INSERT INTO settled_attendance (placement_id, on_day, state, recorded_at, recorded_by)
             SELECT p.id, o.first_day, 'came', p.agreed_at, o.organisation_id {from}"
        ),
        format!(
            "INSERT INTO settled_certificate (id, placement_id, number, body, issued_at, issued_by)
             SELECT p.id, p.id, p.public_ref, '{{\"name\":\"Ada Okafor\",\"title\":\"A week on a ward\",\"organisation\":\"Northtown\",\"days\":[],\"hours\":null,\"activities\":\"\",\"values\":[]}}',
             p.agreed_at, o.organisation_id {from}"
        ),
        "INSERT INTO settled_feedback (id, placement_id, side, answers, given_at, may_quote)
             SELECT id, id, 'participant', '{\"expected\":\"yes\",\"careers\":\"yes\",\"looked_after\":\"yes\",\"recommend\":\"yes\",\"plans\":\"same\",\"words\":null}',
             agreed_at, FALSE FROM settled_placement"
            .to_owned(),
        "INSERT INTO settled_keep_in_touch (placement_id, state, agreed_at, stopped_at)
             SELECT id, 'stopped', agreed_at, agreed_at FROM settled_placement"
            .to_owned(),
        "INSERT INTO settled_message (id, application_id, opportunity_id, sender_kind, sender_id, body, sent_at, told_at, read_at)
             SELECT p.id, p.application_id, p.opportunity_id, 'applicant', a.person_id, 'May I bring my lunch?', p.agreed_at, p.agreed_at, p.agreed_at
             FROM settled_placement p JOIN settled_application a ON a.id = p.application_id"
            .to_owned(),
        format!(
            "INSERT INTO settled_sensitive_read (id, at, hour, application_id, page, by_kind, by_id, role, organisation_id)
             SELECT p.id, p.agreed_at, p.agreed_at, p.application_id, 'proposal', 'person', o.organisation_id, 'coordinator', o.organisation_id {from}"
        ),
        "INSERT INTO settled_waiting_odds (round_id, from_position, stood, offered, counted_at)
             SELECT r.id, g.position, 20, 0, r.settled_at FROM settled_round r
             CROSS JOIN (SELECT 1 AS position UNION ALL SELECT 2 UNION ALL SELECT 4 UNION ALL SELECT 7 UNION ALL SELECT 11) g"
            .to_owned(),
    ];
    statements.into()
}
