//! The tables, alike on both databases; `tests/schema.rs` holds this against both. See `docs/data-model.md`.
#![allow(missing_docs, reason = "the columns are described in docs/data-model.md")]

diesel::table! { area (id) { id -> BigInt, code -> Text, name -> Text, kind -> Text, opened_on -> Nullable<Date>, closed_on -> Nullable<Date>, successor_id -> Nullable<BigInt>, } }
diesel::table! { organisation (id) { id -> BigInt, code -> Text, name -> Text, slug -> Text, kind -> Text, area_id -> BigInt, town -> Text, postcode -> Text, opened_on -> Nullable<Date>, closed_on -> Nullable<Date>, successor_id -> Nullable<BigInt>, } }
diesel::table! { person (id) { id -> BigInt, public_ref -> Text, email -> Text, name -> Nullable<Text>, created_at -> Timestamp, disabled_at -> Nullable<Timestamp>, } }
diesel::table! { role_grant (id) { id -> BigInt, person_id -> BigInt, role -> Text, organisation_id -> Nullable<BigInt>, area_id -> Nullable<BigInt>, granted_at -> Timestamp, revoked_at -> Nullable<Timestamp>, } }
diesel::table! { session (id) { id -> BigInt, digest -> Binary, person_id -> Nullable<BigInt>, data -> Text, idle_seconds -> BigInt, created_at -> Timestamp, expires_at -> Timestamp, ends_at -> Timestamp, } }
diesel::table! { sign_in (id) { id -> BigInt, email -> Text, nonce -> Binary, session_key -> Text, next_path -> Text, shared_computer -> Bool, tries -> Integer, created_at -> Timestamp, expires_at -> Timestamp, used_at -> Nullable<Timestamp>, superseded_at -> Nullable<Timestamp>, } }
diesel::table! { link (id) { id -> BigInt, nonce -> Binary, digest -> Binary, purpose -> Text, subject_id -> BigInt, recipient -> Text, created_at -> Timestamp, expires_at -> Timestamp, used_at -> Nullable<Timestamp>, used_how -> Nullable<Text>, superseded_at -> Nullable<Timestamp>, } }
diesel::table! { outbox (id) { id -> BigInt, message_id -> Text, kind -> Text, version -> Integer, recipient -> Text, subject -> Text, body_text -> Text, body_html -> Text, link_id -> Nullable<BigInt>, sign_in_id -> Nullable<BigInt>, attachment_name -> Nullable<Text>, attachment_type -> Nullable<Text>, attachment_body -> Nullable<Text>, state -> Text, attempts -> Integer, due_at -> Timestamp, leased_until -> Nullable<Timestamp>, lease_owner -> Nullable<Text>, last_error -> Nullable<Text>, created_at -> Timestamp, finished_at -> Nullable<Timestamp>, forget -> Bool, } }
diesel::table! { audit (seq) { seq -> BigInt, at -> Timestamp, actor_kind -> Text, actor_id -> Nullable<BigInt>, act -> Text, subject_kind -> Text, subject_id -> BigInt, detail -> Text, previous -> Binary, hash -> Binary, } }
diesel::table! { kept_form (digest) { digest -> Binary, person_id -> BigInt, path -> Text, sealed -> Binary, expires_at -> Timestamp, } }
diesel::table! { allowance (key) { key -> Binary, used_until -> Timestamp, } }
diesel::table! { submission (key) { key -> Binary, location -> Text, created_at -> Timestamp, } }
diesel::table! { job (name) { name -> Text, owner -> Nullable<Text>, leased_until -> Nullable<Timestamp>, started_at -> Nullable<Timestamp>, finished_at -> Nullable<Timestamp>, outcome -> Nullable<Text>, } }
diesel::table! { round (id) { id -> BigInt, public_ref -> Text, name -> Text, area_id -> Nullable<BigInt>, state -> Text, opens_at -> Timestamp, closes_at -> Timestamp, answer_days -> Integer, policy_id -> Text, policy_version -> Text, policy_sha256 -> Text, created_at -> Timestamp, closed_at -> Nullable<Timestamp>, ranked_at -> Nullable<Timestamp>, settled_at -> Nullable<Timestamp>, } }
diesel::table! { round_contribution (id) { id -> BigInt, round_id -> BigInt, position -> Integer, name -> Text, commitment -> Text, value -> Nullable<Text>, recipient -> Nullable<Text>, committed_at -> Timestamp, revealed_at -> Nullable<Timestamp>, } }
diesel::table! { opportunity (id) { id -> BigInt, public_ref -> Text, slug -> Text, round_id -> BigInt, organisation_id -> BigInt, title -> Text, family -> Text, summary -> Text, activities -> Text, limits -> Text, first_day -> Date, last_day -> Date, start_time -> Text, finish_time -> Text, town -> Text, outcode -> Text, minimum_age -> Integer, places -> Integer, places_taken -> Integer, local_areas -> Text, reserves -> Text, support -> Text, dress -> Text, state -> Text, published_at -> Nullable<Timestamp>, } }
diesel::table! { application (id) { id -> BigInt, public_ref -> Text, person_id -> BigInt, round_id -> BigInt, state -> Text, reason -> Nullable<Text>, live -> Bool, area -> Nullable<Text>, statements -> Text, created_at -> Timestamp, changed_at -> Timestamp, state_since -> Timestamp, submitted_at -> Nullable<Timestamp>, equality_done -> Bool, } }
diesel::table! { application_answer (application_id, step) { application_id -> BigInt, step -> Text, answer -> Text, saved_at -> Timestamp, } }
diesel::table! { application_choice (application_id, position) { application_id -> BigInt, position -> Integer, opportunity_id -> BigInt, } }
diesel::table! { application_claim (application_id, criterion) { application_id -> BigInt, criterion -> Text, level -> Text, } }
diesel::table! { confirmation (id) { id -> BigInt, application_id -> BigInt, kind -> Text, name -> Text, email -> Text, relationship -> Text, state -> Text, asked_at -> Timestamp, chases -> Integer, next_chase_at -> Nullable<Timestamp>, answered_at -> Nullable<Timestamp>, answered_name -> Nullable<Text>, answered_relationship -> Nullable<Text>, wording_version -> Nullable<Text>, answers -> Nullable<Text>, address_prefix -> Nullable<Text>, } }
diesel::table! { allocation_run (id) { id -> BigInt, round_id -> BigInt, number -> Integer, cause -> Text, engine -> Text, policy_sha256 -> Text, list_sha256 -> Text, seed -> Text, input_sha256 -> Text, output_sha256 -> Text, previous_sha256 -> Text, input -> Text, output -> Text, published -> Nullable<Text>, created_at -> Timestamp, } }
diesel::table! { standing (application_id, opportunity_id) { application_id -> BigInt, opportunity_id -> BigInt, run_id -> BigInt, choice -> Integer, band -> Text, lottery -> Text, draw_position -> BigInt, priority_position -> Nullable<BigInt>, status -> Text, waiting_position -> Nullable<BigInt>, explanation -> Text, } }
diesel::table! { proposal (id) { id -> BigInt, public_ref -> Text, opportunity_id -> BigInt, application_id -> BigInt, run_id -> BigInt, state -> Text, created_at -> Timestamp, chases -> Integer, next_chase_at -> Nullable<Timestamp>, decided_at -> Nullable<Timestamp>, decided_by -> Nullable<BigInt>, reason -> Nullable<Text>, } }
diesel::table! { offer (id) { id -> BigInt, public_ref -> Text, proposal_id -> BigInt, application_id -> BigInt, opportunity_id -> BigInt, state -> Text, made_at -> Timestamp, expires_at -> Timestamp, answered_at -> Nullable<Timestamp>, reason -> Nullable<Text>, } }
diesel::table! { placement (id) { id -> BigInt, public_ref -> Text, application_id -> BigInt, opportunity_id -> BigInt, offer_id -> BigInt, state -> Text, agreed_at -> Timestamp, ended_at -> Nullable<Timestamp>, reason -> Nullable<Text>, } }
diesel::table! { policy_adoption (id) { id -> BigInt, replaces_id -> Nullable<BigInt>, policy_id -> Text, policy_version -> Text, policy_sha256 -> Text, previewed_round_id -> Nullable<BigInt>, reason -> Text, adopted_by -> Nullable<BigInt>, adopted_at -> Nullable<Timestamp>, } }
diesel::table! { school (id) { id -> BigInt, urn -> Integer, name -> Text, town -> Nullable<Text>, postcode -> Nullable<Text>, authority -> Nullable<Text>, phase -> Nullable<Text>, kind -> Nullable<Text>, state -> Text, opened_on -> Nullable<Date>, closed_on -> Nullable<Date>, successor_id -> Nullable<BigInt>, } }
diesel::table! { school_word (word, school_id) { word -> Text, school_id -> BigInt, } }
diesel::table! { school_measure (school_id, measure, year) { school_id -> BigInt, measure -> Text, year -> Integer, value -> Integer, source -> Text, } }
diesel::table! { application_school (application_id, position) { application_id -> BigInt, position -> Integer, school_id -> Nullable<BigInt>, as_typed -> Text, from_year -> Nullable<Integer>, to_year -> Nullable<Integer>, measure_year -> Nullable<Integer>, measure_value -> Nullable<Integer>, measure_source -> Nullable<Text>, } }
diesel::table! { sensitive_read (id) { id -> BigInt, at -> Timestamp, hour -> Timestamp, application_id -> BigInt, page -> Text, by_kind -> Text, by_id -> BigInt, role -> Text, organisation_id -> Nullable<BigInt>, } }
diesel::table! { waiting_odds (round_id, from_position) { round_id -> BigInt, from_position -> Integer, stood -> Integer, offered -> Integer, counted_at -> Timestamp, } }
diesel::table! { erasure (id) { id -> BigInt, subject_kind -> Text, subject_id -> BigInt, done_at -> Timestamp, cause -> Text, scope -> Text, } }
diesel::table! { retention_run (id) { id -> BigInt, started_at -> Timestamp, finished_at -> Nullable<Timestamp>, dry -> Bool, counts -> Text, } }
diesel::table! { listing (id) { id -> BigInt, version -> BigInt, } }
diesel::table! { register_state (id) { id -> BigInt, version -> BigInt, } }
diesel::table! { saved_search (id) { id -> BigInt, email -> Text, query -> Text, every -> Text, created_at -> Timestamp, confirmed_at -> Nullable<Timestamp>, looked_at -> Timestamp, ended_at -> Nullable<Timestamp>, } }
diesel::table! { organisation_area (organisation_id, area_id) { organisation_id -> BigInt, area_id -> BigInt, } }
diesel::table! { area_contact (area_id) { area_id -> BigInt, name -> Text, email -> Text, phone -> Nullable<Text>, changed_at -> Timestamp, } }
diesel::table! { commitment_text (id) { id -> BigInt, kind -> Text, version -> Text, sha256 -> Text, body -> Text, in_force_from -> Date, } }
diesel::table! { signing (id) { id -> BigInt, public_ref -> Text, started_by -> BigInt, organisation_id -> Nullable<BigInt>, created_at -> Timestamp, changed_at -> Timestamp, } }
diesel::table! { signing_answer (signing_id, step) { signing_id -> BigInt, step -> Text, answer -> Text, saved_at -> Timestamp, } }
diesel::table! { pledge_signature (id) { id -> BigInt, signing_id -> BigInt, role -> Text, name -> Text, email -> Text, job -> Text, state -> Text, asked_at -> Timestamp, chases -> Integer, next_chase_at -> Nullable<Timestamp>, answered_at -> Nullable<Timestamp>, answered_by -> Nullable<BigInt>, reason -> Nullable<Text>, } }
diesel::table! { pledge (id) { id -> BigInt, public_ref -> Text, signing_id -> BigInt, organisation_id -> Nullable<BigInt>, kind -> Text, text_id -> BigInt, state -> Text, state_since -> Timestamp, ambassador_hours -> Nullable<Integer>, created_at -> Timestamp, published_at -> Nullable<Timestamp>, review_on -> Nullable<Date>, ended_at -> Nullable<Timestamp>, reason -> Nullable<Text>, successor_id -> Nullable<BigInt>, } }
diesel::table! { pledge_clause (pledge_id, clause) { pledge_id -> BigInt, clause -> Text, statement -> Text, promised -> Nullable<Integer>, } }
diesel::table! { pledge_ambassador (pledge_id, position) { pledge_id -> BigInt, position -> Integer, name -> Text, job -> Text, } }
diesel::table! { pledge_activity (pledge_id, position) { pledge_id -> BigInt, position -> Integer, title -> Text, month -> Date, } }
diesel::table! { pledge_review (id) { id -> BigInt, pledge_id -> BigInt, number -> Integer, due_on -> Date, state -> Text, reminders -> Integer, answers -> Text, sent_at -> Nullable<Timestamp>, sent_by -> Nullable<BigInt>, approved_at -> Nullable<Timestamp>, approved_by -> Nullable<BigInt>, sent_back_at -> Nullable<Timestamp>, chases -> Integer, reason -> Nullable<Text>, } }
diesel::table! { concern (id) { id -> BigInt, public_ref -> Text, organisation_id -> BigInt, kind -> Text, clause -> Nullable<Text>, body -> Text, email -> Nullable<Text>, state -> Text, made_at -> Timestamp, answered_at -> Nullable<Timestamp>, answered_by -> Nullable<BigInt>, outcome -> Nullable<Text>, } }
diesel::table! { capacity_survey (organisation_id, year) { organisation_id -> BigInt, year -> Integer, answers -> Text, saved_at -> Timestamp, } }
diesel::table! { event (id) { id -> BigInt, public_ref -> Text, organisation_id -> BigInt, title -> Text, on_day -> Date, kind -> Text, reached -> Integer, state -> Text, recorded_by -> Nullable<BigInt>, recorded_at -> Timestamp, } }
diesel::table! { case_study (id) { id -> BigInt, slug -> Text, organisation_id -> BigInt, title -> Text, body -> Text, state -> Text, written_by -> Nullable<BigInt>, written_at -> Timestamp, published_at -> Nullable<Timestamp>, } }
diesel::table! { invitation (id) { id -> BigInt, email -> Text, role -> Text, organisation_id -> Nullable<BigInt>, area_id -> Nullable<BigInt>, invited_by -> Nullable<BigInt>, state -> Text, invited_at -> Timestamp, answered_at -> Nullable<Timestamp>, } }
diesel::table! { second_factor (person_id) { person_id -> BigInt, sealed -> Binary, last_step -> BigInt, tries -> Integer, held_until -> Nullable<Timestamp>, made_at -> Timestamp, confirmed_at -> Nullable<Timestamp>, } }
diesel::table! { recovery_code (person_id, digest) { person_id -> BigInt, digest -> Binary, used_at -> Nullable<Timestamp>, } }
// Never in the list below: no query can join the answers to the equality questions with anything.
diesel::table! { equality_answer (id) { id -> Text, year -> Integer, question -> Text, answer -> Text, counted -> Bool, } }
diesel::table! { opportunity_detail (opportunity_id) { opportunity_id -> BigInt, weekdays -> Text, meeting_point -> Text, supervisor -> Text, supervisor_job -> Text, supervisor_email -> Nullable<Text>, pack -> Text, risks -> Text, risk_confirmed_at -> Nullable<Timestamp>, insurance_confirmed_at -> Nullable<Timestamp>, changed_at -> Timestamp, changed_by -> Nullable<BigInt>, } }
diesel::table! { round_owner (round_id) { round_id -> BigInt, organisation_id -> BigInt, created_by -> Nullable<BigInt>, supervisor -> Nullable<Text>, supervisor_email -> Nullable<Text>, asked_at -> Nullable<Timestamp>, commitment -> Nullable<Text>, promised_at -> Nullable<Timestamp>, cancelled_at -> Nullable<Timestamp>, } }
diesel::table! { pack_file (opportunity_id) { opportunity_id -> BigInt, name -> Text, media_type -> Text, size -> BigInt, sha256 -> Text, body -> Binary, uploaded_at -> Timestamp, uploaded_by -> Nullable<BigInt>, } }
diesel::table! { proposal_conflict (proposal_id, person_id) { proposal_id -> BigInt, person_id -> BigInt, declared_at -> Timestamp, } }
diesel::table! { out_of_order (proposal_id) { proposal_id -> BigInt, passed -> Integer, reason -> Text, decided_by -> Nullable<BigInt>, decided_at -> Timestamp, } }
diesel::table! { placement_task (placement_id, task) { placement_id -> BigInt, task -> Text, owner -> Text, state -> Text, detail -> Nullable<Text>, due_on -> Nullable<Date>, done_at -> Nullable<Timestamp>, done_by -> Nullable<BigInt>, chases -> Integer, next_chase_at -> Nullable<Timestamp>, } }
diesel::table! { reconfirmation (id) { id -> BigInt, placement_id -> BigInt, number -> Integer, asked_at -> Timestamp, answer -> Nullable<Text>, answered_at -> Nullable<Timestamp>, told_at -> Nullable<Timestamp>, } }
diesel::table! { calendar_feed (id) { id -> BigInt, digest -> Binary, person_id -> BigInt, created_at -> Timestamp, revoked_at -> Nullable<Timestamp>, } }
diesel::table! { message (id) { id -> BigInt, application_id -> BigInt, opportunity_id -> BigInt, sender_kind -> Text, sender_id -> BigInt, body -> Text, sent_at -> Timestamp, told_at -> Nullable<Timestamp>, read_at -> Nullable<Timestamp>, flagged_at -> Nullable<Timestamp>, } }
diesel::table! { attendance (placement_id, on_day) { placement_id -> BigInt, on_day -> Date, state -> Text, recorded_at -> Timestamp, recorded_by -> Nullable<BigInt>, } }
diesel::table! { certificate (id) { id -> BigInt, placement_id -> BigInt, number -> Text, body -> Text, issued_at -> Timestamp, issued_by -> Nullable<BigInt>, withdrawn_at -> Nullable<Timestamp>, reason -> Nullable<Text>, } }
diesel::table! { feedback (id) { id -> BigInt, placement_id -> BigInt, side -> Text, answers -> Text, given_at -> Timestamp, may_quote -> Bool, } }
diesel::table! { observation (id) { id -> BigInt, placement_id -> BigInt, side -> Text, value -> Text, on_day -> Date, note -> Text, recorded_at -> Timestamp, recorded_by -> Nullable<BigInt>, } }
diesel::table! { thanks (placement_id) { placement_id -> BigInt, body -> Text, sent_at -> Timestamp, } }
diesel::table! { expense_claim (id) { id -> BigInt, public_ref -> Text, placement_id -> BigInt, kind -> Text, on_day -> Date, pence -> Integer, note -> Text, state -> Text, sent_at -> Timestamp, decided_at -> Nullable<Timestamp>, decided_by -> Nullable<BigInt>, reason -> Nullable<Text>, } }
diesel::table! { keep_in_touch (placement_id) { placement_id -> BigInt, state -> Text, agreed_at -> Timestamp, next_at -> Nullable<Timestamp>, stopped_at -> Nullable<Timestamp>, } }
diesel::table! { destination (placement_id, after_months) { placement_id -> BigInt, after_months -> Integer, answer -> Text, detail -> Nullable<Text>, answered_at -> Timestamp, } }

diesel::joinable!(organisation -> area (area_id));
diesel::joinable!(role_grant -> person (person_id));
diesel::joinable!(session -> person (person_id));
diesel::joinable!(kept_form -> person (person_id));
diesel::joinable!(round_contribution -> round (round_id));
diesel::joinable!(opportunity -> round (round_id));
diesel::joinable!(opportunity -> organisation (organisation_id));
diesel::joinable!(application -> person (person_id));
diesel::joinable!(application -> round (round_id));
diesel::joinable!(application_answer -> application (application_id));
diesel::joinable!(application_choice -> application (application_id));
diesel::joinable!(application_choice -> opportunity (opportunity_id));
diesel::joinable!(application_claim -> application (application_id));
diesel::joinable!(confirmation -> application (application_id));
diesel::joinable!(allocation_run -> round (round_id));
diesel::joinable!(standing -> application (application_id));
diesel::joinable!(standing -> opportunity (opportunity_id));
diesel::joinable!(proposal -> opportunity (opportunity_id));
diesel::joinable!(proposal -> application (application_id));
diesel::joinable!(offer -> proposal (proposal_id));
diesel::joinable!(offer -> application (application_id));
diesel::joinable!(offer -> opportunity (opportunity_id));
diesel::joinable!(placement -> application (application_id));
diesel::joinable!(placement -> opportunity (opportunity_id));
diesel::joinable!(placement -> offer (offer_id));
diesel::joinable!(sensitive_read -> application (application_id));
diesel::joinable!(sensitive_read -> organisation (organisation_id));
diesel::joinable!(waiting_odds -> round (round_id));
diesel::joinable!(policy_adoption -> round (previewed_round_id));
diesel::joinable!(school_measure -> school (school_id));
diesel::joinable!(application_school -> application (application_id));
diesel::joinable!(organisation_area -> organisation (organisation_id));
diesel::joinable!(organisation_area -> area (area_id));
diesel::joinable!(area_contact -> area (area_id));
diesel::joinable!(signing -> person (started_by));
diesel::joinable!(signing -> organisation (organisation_id));
diesel::joinable!(signing_answer -> signing (signing_id));
diesel::joinable!(pledge_signature -> signing (signing_id));
diesel::joinable!(pledge_signature -> person (answered_by));
diesel::joinable!(pledge -> signing (signing_id));
diesel::joinable!(pledge -> organisation (organisation_id));
diesel::joinable!(pledge -> commitment_text (text_id));
diesel::joinable!(pledge_clause -> pledge (pledge_id));
diesel::joinable!(pledge_ambassador -> pledge (pledge_id));
diesel::joinable!(pledge_activity -> pledge (pledge_id));
diesel::joinable!(pledge_review -> pledge (pledge_id));
diesel::joinable!(concern -> organisation (organisation_id));
diesel::joinable!(concern -> person (answered_by));
diesel::joinable!(capacity_survey -> organisation (organisation_id));
diesel::joinable!(event -> organisation (organisation_id));
diesel::joinable!(event -> person (recorded_by));
diesel::joinable!(case_study -> organisation (organisation_id));
diesel::joinable!(case_study -> person (written_by));
diesel::joinable!(invitation -> organisation (organisation_id));
diesel::joinable!(invitation -> area (area_id));
diesel::joinable!(invitation -> person (invited_by));
diesel::joinable!(second_factor -> person (person_id));
diesel::joinable!(recovery_code -> person (person_id));
diesel::joinable!(opportunity_detail -> opportunity (opportunity_id));
diesel::joinable!(opportunity_detail -> person (changed_by));
diesel::joinable!(round_owner -> round (round_id));
diesel::joinable!(round_owner -> organisation (organisation_id));
diesel::joinable!(round_owner -> person (created_by));
diesel::joinable!(pack_file -> opportunity (opportunity_id));
diesel::joinable!(pack_file -> person (uploaded_by));
diesel::joinable!(proposal_conflict -> proposal (proposal_id));
diesel::joinable!(proposal_conflict -> person (person_id));
diesel::joinable!(out_of_order -> proposal (proposal_id));
diesel::joinable!(out_of_order -> person (decided_by));
diesel::joinable!(placement_task -> placement (placement_id));
diesel::joinable!(placement_task -> person (done_by));
diesel::joinable!(reconfirmation -> placement (placement_id));
diesel::joinable!(calendar_feed -> person (person_id));
diesel::joinable!(message -> application (application_id));
diesel::joinable!(message -> opportunity (opportunity_id));
diesel::joinable!(message -> person (sender_id));
diesel::joinable!(attendance -> placement (placement_id));
diesel::joinable!(attendance -> person (recorded_by));
diesel::joinable!(certificate -> placement (placement_id));
diesel::joinable!(certificate -> person (issued_by));
diesel::joinable!(feedback -> placement (placement_id));
diesel::joinable!(observation -> placement (placement_id));
diesel::joinable!(observation -> person (recorded_by));
diesel::joinable!(thanks -> placement (placement_id));
diesel::joinable!(expense_claim -> placement (placement_id));
diesel::joinable!(expense_claim -> person (decided_by));
diesel::joinable!(keep_in_touch -> placement (placement_id));
diesel::joinable!(destination -> placement (placement_id));

diesel::allow_tables_to_appear_in_same_query!(
    area, organisation, person, role_grant, session, sign_in, link, outbox, audit, submission, job, round, round_contribution,
    opportunity, application, application_answer, application_choice, application_claim, confirmation, allocation_run, standing,
    proposal, offer, placement, policy_adoption, school, school_word, school_measure, application_school, kept_form,
    sensitive_read, waiting_odds, erasure, retention_run, listing, register_state, saved_search,
    organisation_area, area_contact, commitment_text, signing, signing_answer, pledge_signature, pledge, pledge_clause, pledge_ambassador,
    pledge_activity, pledge_review, concern, capacity_survey, event, case_study, invitation, second_factor, recovery_code,
    opportunity_detail, round_owner, pack_file, proposal_conflict, out_of_order, placement_task, reconfirmation, calendar_feed, message,
    attendance, certificate, feedback, observation, thanks, expense_claim, keep_in_touch, destination,
);
