// Written by `python -m api.typescript`. Do not edit: change the struct and run it again.

export interface AcceptIntent {
  readonly intent: 'accept'
}

export interface AccountRow {
  readonly id: string
  readonly login: string
  readonly code: string
  readonly role: string
  readonly communities: readonly string[]
  readonly disabled_at: Instant | null
}

export interface Agenda {
  readonly at: Instant
  readonly since: Instant
  readonly until: Instant
  readonly rows: readonly DayRow[]
}

export interface Allowance {
  readonly device_id: string
  readonly left_fen: number
  readonly order_fen: number
  readonly until: Instant
}

export type AnyIntent = ReportIntent | TriageIntent | DeclineReportIntent | MergeIntent | OfferIntent | ReinforceIntent | JoinIntent | LeaveIntent | GrantPermitIntent | OverrideIntent | AcceptIntent | ReleaseIntent | DepartIntent | ArriveIntent | StartIntent | PutOnHoldIntent | ResumeIntent | FinishIntent | UndoIntent | SignIntent | AwaitEvidenceIntent | SubmitIntent | WaiveEvidenceIntent | ApproveIntent | SendBackIntent | CloseIntent | CancelIntent | RevokeIntent | EscalateIntent

export interface Applied {
  readonly plan: PlanView
  readonly made: readonly string[]
  readonly overtaken: Readonly<Record<string, string>>
}

export interface Approval {
  readonly id: string
  readonly fen: number
  readonly words: string
  readonly asked_at: Instant
  readonly asked_by: string
  readonly asked_name: string
  readonly photo: string | null
  readonly state: Consent
  readonly decided_at: Instant | null
  readonly decided_by: string
  readonly decided_name: string
  readonly note: string
}

export interface ApprovalRow {
  readonly work_order_id: string
  readonly number: string
  readonly community: string
  readonly label: string
  readonly technician: string
  readonly spent_fen: number
  readonly currency: string
  readonly version: number
  readonly approval: Approval
}

export interface ApproveIntent {
  readonly intent: 'approve'
  readonly by_name?: string
}

export interface Approving {
  readonly version: number
  readonly granted: boolean
  readonly fen?: number
  readonly note?: string
}

export interface ArriveIntent {
  readonly intent: 'arrive'
  readonly presence: Presence
}

export interface Assignment {
  readonly id: string
  readonly work_order_id: string
  readonly technician_id: string
  readonly state: AssignmentState
  readonly offered_at: Instant
  readonly expires_at: Instant | null
  readonly answered_at: Instant | null
  readonly ended_at: Instant | null
  readonly reason: string
  readonly decision_id: string | null
  readonly leads: boolean
  readonly version: number
}

export type AssignmentState = 'offered' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn' | 'revoked' | 'finished'

export interface Authority {
  readonly order_fen: number
  readonly window_fen: number
  readonly window_days: number
  readonly lead_fen: number
  readonly manager_fen: number
  readonly allowance_h: number
  readonly near_m: number
}

export interface AwaitEvidenceIntent {
  readonly intent: 'await_evidence'
}

export interface Block {
  readonly work_order_id: string
  readonly number: string
  readonly fault: string
  readonly zh: string
  readonly en: string
  readonly label: string
  readonly community: string
  readonly priority: Priority
  readonly status: Status
  readonly version: number
  readonly leads: boolean
  readonly movable: boolean
  readonly done: boolean
  readonly leave: Instant
  readonly start: Instant
  readonly finish: Instant
  readonly travel_s: number
  readonly metres: number
  readonly due_at: Instant | null
  readonly late_s: number
  readonly window_start: Instant | null
  readonly window_end: Instant | null
  readonly quiet: readonly [Instant, Instant] | null
  readonly marks: readonly string[]
}

export interface Board {
  readonly at: Instant
  readonly orders: readonly BoardRow[]
  readonly technicians: readonly TechnicianRow[]
  readonly communities: readonly CommunityView[]
}

export interface BoardRow {
  readonly id: string
  readonly number: string
  readonly status: Status
  readonly priority: Priority
  readonly kind: string
  readonly fault: string
  readonly fault_zh: string
  readonly fault_en: string
  readonly label: string
  readonly community: string
  readonly position: LatLng
  readonly technician_id: string | null
  readonly technician: string | null
  readonly reported_at: Instant
  readonly window_start: Instant | null
  readonly health: Health
  readonly flags: readonly string[]
  readonly escalation: number
  readonly version: number
}

export interface Buried {
  readonly n: number
  readonly name: string
  readonly scope: string
  readonly buried_at: Instant
  readonly error: string
}

export interface CancelIntent {
  readonly intent: 'cancel'
  readonly reason: string
}

export interface Candidate {
  readonly technician_id: string
  readonly code: string
  readonly rank: number
  readonly score: number
  readonly cost_s: number
  readonly eta: Instant
  readonly travel_min: number
  readonly open_orders: number
  readonly terms: readonly Term[]
  readonly flags: readonly string[]
}

export interface Certificate {
  readonly code: string
  readonly valid_until: Instant | null
  readonly review_due: Instant | null
}

export interface Change {
  readonly t: string
  readonly id: string
  readonly wo: string
  readonly ver: number
  readonly op: string
  readonly d: unknown
}

export interface Changed {
  readonly decision_id: string
  readonly work_order_id: string
  readonly number: string
  readonly before: string
  readonly after: string
  readonly eta_s: number
  readonly travel_min: number
}

export type Channel = 'qr' | 'link' | 'phone' | 'desk' | 'technician' | 'api' | 'import'

export interface CheckAnswer {
  readonly step: string
  readonly done: boolean
  readonly at: Instant
  readonly value: string
}

export interface CheckStep {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly kind: string
  readonly required: boolean
  readonly before_start: boolean
}

export interface Clocks {
  readonly respond_by: Instant | null
  readonly arrive_by: Instant | null
  readonly fix_by: Instant | null
  readonly responded_at: Instant | null
  readonly arrived_at: Instant | null
  readonly fixed_at: Instant | null
  readonly paused_since: Instant | null
  readonly paused_seconds: number
}

export interface CloseIntent {
  readonly intent: 'close'
}

export interface CommunityView {
  readonly id: string
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly position: LatLng
  readonly time_zone: string
  readonly plan: string
}

export interface Comparison {
  readonly decisions: number
  readonly changed: number
  readonly nobody_before: number
  readonly nobody_after: number
  readonly wait_before_s: number
  readonly wait_after_s: number
  readonly travel_before_min: number
  readonly travel_after_min: number
  readonly late_before: number
  readonly late_after: number
  readonly busiest_before: number
  readonly busiest_after: number
  readonly most_changed: readonly Changed[]
}

export type Consent = 'asked' | 'granted' | 'declined'

export interface Consequence {
  readonly technician_id: string
  readonly code: string
  readonly against: readonly Reason[]
  readonly legal: boolean
  readonly block: Block
  readonly own: DayChange
  readonly cost_s: number
}

export interface Contact {
  readonly name: string
  readonly phone: string
}

export interface Counterfactual {
  readonly technician_id: string
  readonly code: string
  readonly changes: readonly string[]
  readonly facts: Readonly<Record<string, string>>
  readonly rank: number
  readonly cost_s: number
}

export interface DayChange {
  readonly technician_id: string
  readonly code: string
  readonly travel_s: number
  readonly metres: number
  readonly late_s: number
  readonly delays: readonly Delay[]
}

export interface DayPlan {
  readonly technician_id: string
  readonly code: string
  readonly legs: readonly Leg[]
  readonly travel_s: number
  readonly late_s: number
}

export interface DayRow {
  readonly technician_id: string
  readonly code: string
  readonly team: string
  readonly state: string
  readonly communities: readonly string[]
  readonly shift: readonly [Instant, Instant] | null
  readonly break_until: Instant | null
  readonly blocks: readonly Block[]
  readonly on_hold: number
  readonly travel_s: number
  readonly metres: number
  readonly late_s: number
  readonly lapsing: readonly Lapse[]
}

export interface Decision {
  readonly id: string
  readonly work_order_id: string
  readonly at: Instant
  readonly policy: string
  readonly policy_version: number
  readonly input_hash: string
  readonly chosen: string | null
  readonly mode: string
  readonly margin_s: number | null
  readonly candidates: readonly Candidate[]
  readonly rejections: readonly Rejection[]
  readonly histogram: Readonly<Record<string, number>>
  readonly helpers: readonly Helper[]
  readonly counterfactuals: readonly Counterfactual[]
}

export interface DeclineReportIntent {
  readonly intent: 'decline_report'
  readonly reason: string
}

export interface Delay {
  readonly number: string
  readonly by_s: number
  readonly late_s: number
}

export interface DepartIntent {
  readonly intent: 'depart'
}

export interface DeviceRow {
  readonly id: string
  readonly platform: string
  readonly build: string
  readonly enrolled_at: Instant
  readonly seen_at: Instant
  readonly revoked_at: Instant | null
}

export interface DeviceState {
  readonly last_cseq: number
  readonly settled_cseq: number
  readonly expected: number | null
  readonly fork: boolean
  readonly receipt: string
}

export interface DifferRow {
  readonly device_id: string
  readonly by: string
  readonly by_code: string
  readonly platform: string
  readonly build: string
  readonly times: number
  readonly at: Instant | null
}

export interface Dossier {
  readonly detail: OrderDetail
  readonly photos: readonly Photo[]
  readonly signature: Signature | null
}

export interface Drop {
  readonly id: string
  readonly user_id: string
  readonly device_id: string | null
  readonly received_at: Instant
  readonly reason: string
  readonly bytes: number
}

export interface DropOp {
  readonly op_id: string
  readonly kind: string
  readonly work_order_id: string
  readonly made_at: Instant | null
  readonly args: unknown
  readonly verdict: string
}

export interface Drops {
  readonly count: number
  readonly items: readonly Drop[]
}

export interface EnrolAnswer {
  readonly device_id: string
  readonly epoch: string
  readonly limits: Limits
}

export interface EnrolRequest {
  readonly build: string
  readonly platform?: string
  readonly standalone?: boolean
  readonly persisted?: boolean
  readonly quota?: number
  readonly fork_of?: string | null
}

export interface EscalateIntent {
  readonly intent: 'escalate'
  readonly reason: string
}

export interface ExchangeAnswer {
  readonly epoch: string
  readonly now: number
  readonly dev: DeviceState
  readonly results: readonly Result[]
  readonly limits: Limits
  readonly upgrade: string
  readonly pull: PullAnswer | null
}

export interface Fault {
  readonly code: string
  readonly org_id: string
  readonly zh: string
  readonly en: string
  readonly area: string
  readonly trade: string
  readonly min_level: number
  readonly certificates: readonly string[]
  readonly permits: readonly string[]
  readonly priority: Priority
  readonly crew: number
  readonly before_photos: number
  readonly after_photos: number
  readonly sign_off: string
  readonly billing: string
  readonly price_fen: number
  readonly callback_days: number
  readonly duration_min: number
  readonly keywords: readonly string[]
  readonly checklist: readonly CheckStep[]
  readonly slots: readonly string[]
  readonly note: string
}

export interface FaultChoice {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly trade: string
  readonly trade_zh: string
  readonly trade_en: string
  readonly price_fen: number
  readonly billing: string
}

export interface FaultEntry {
  readonly fault: Fault
  readonly initials: string
}

export interface FeeLine {
  readonly name: string
  readonly quantity_milli: number
  readonly unit: string
  readonly unit_price_fen: number
  readonly total_fen: number
}

export interface Fees {
  readonly labour_fen: number
  readonly parts_fen: number
  readonly surcharge_fen: number
  readonly currency: string
}

export interface FinishIntent {
  readonly intent: 'finish'
  readonly cause: string
  readonly action: string
}

export interface GapRow {
  readonly id: string
  readonly by: string
  readonly by_code: string
  readonly device_id: string
  readonly platform: string
  readonly why: string
  readonly announced_at: Instant
  readonly raised_at: Instant
  readonly seen_at: Instant | null
  readonly numbers: readonly (readonly [number, number])[]
  readonly operations: readonly HeldOp[]
  readonly photos: readonly HeldPhoto[]
  readonly more_photos: number
  readonly orders: readonly OrderName[]
  readonly state: string
  readonly settled_at: Instant | null
  readonly settled_by_code: string
  readonly note: string
}

export interface Gathered {
  readonly work_order_id: string
  readonly made: readonly string[]
  readonly left: Readonly<Record<string, string>>
}

export interface Gathering {
  readonly orders: readonly string[]
}

export interface GrantPermitIntent {
  readonly intent: 'permit'
  readonly permit: Permit
}

export interface Health {
  readonly clock: string
  readonly due_at: Instant | null
  readonly state: string
}

export interface HeldOp {
  readonly cseq: number
  readonly op_id: string
  readonly kind: string
  readonly work_order: string
}

export interface HeldPhoto {
  readonly sha256: string
  readonly size: number
  readonly work_order: string
}

export interface Helper {
  readonly technician_id: string
  readonly code: string
  readonly cost_s: number
  readonly eta: Instant
}

export interface Hold {
  readonly reason: HoldReason
  readonly since: Instant
  readonly until: Instant
  readonly note: string
  readonly material: string
  readonly seen: readonly PartAt[]
}

export type HoldReason = 'waiting_parts' | 'waiting_approval_co' | 'waiting_owner_quote' | 'waiting_owner_access' | 'waiting_vendor' | 'safety_stop' | 'quiet_hours' | 'weather'

export interface HolderRow {
  readonly device_id: string
  readonly by: string
  readonly by_code: string
  readonly platform: string
  readonly seen_at: Instant
  readonly since: Instant
  readonly operations: number
  readonly photos: number
  readonly bytes: number
  readonly orders: readonly OrderName[]
}

export interface Holdings {
  readonly made?: number
  readonly waiting?: readonly HeldOp[]
  readonly photos?: readonly HeldPhoto[]
  readonly more_photos?: number
  readonly bytes?: number
}

export interface Imported {
  readonly id: string
  readonly user_id: string
  readonly operations: number
  readonly known: number
  readonly applied: number
  readonly parked: number
  readonly held: number
  readonly photos: number
  readonly photos_known: number
  readonly photos_refused: number
  readonly again: boolean
}

export interface Incident {
  readonly work_order_id: string
  readonly number: string
  readonly status: Status
  readonly fault: string
  readonly community_id: string
  readonly zh: string
  readonly en: string
  readonly community: string
  readonly building: string
  readonly label: string
  readonly since: Instant
  readonly merged: number
  readonly alike: readonly string[]
  readonly numbers: readonly string[]
}

export interface Incidents {
  readonly items: readonly Incident[]
}

/** An ISO-8601 moment in UTC, as in 2026-11-24T01:02:03Z. */
export type Instant = string

export interface Intending {
  readonly version: number
  readonly intent: ReportIntent | TriageIntent | DeclineReportIntent | MergeIntent | OfferIntent | ReinforceIntent | JoinIntent | LeaveIntent | GrantPermitIntent | OverrideIntent | AcceptIntent | ReleaseIntent | DepartIntent | ArriveIntent | StartIntent | PutOnHoldIntent | ResumeIntent | FinishIntent | UndoIntent | SignIntent | AwaitEvidenceIntent | SubmitIntent | WaiveEvidenceIntent | ApproveIntent | SendBackIntent | CloseIntent | CancelIntent | RevokeIntent | EscalateIntent
}

export interface JoinIntent {
  readonly intent: 'join'
  readonly technician_id: string
}

export type Kind = 'repair_unit' | 'repair_common' | 'complaint' | 'inspection_finding' | 'pm'

export interface Lapse {
  readonly code: string
  readonly at: Instant
}

export interface LatLng {
  readonly lat: number
  readonly lng: number
}

export interface LeaveIntent {
  readonly intent: 'leave'
  readonly technician_id: string
  readonly state: AssignmentState
  readonly reason?: string
}

export interface Leg {
  readonly work_order_id: string
  readonly number: string
  readonly start: Instant
  readonly finish: Instant
  readonly travel_s: number
  readonly late_s: number
  readonly metres: number
  readonly cost_s: number
}

export interface Limits {
  readonly ops: number
  readonly bytes: number
  readonly retry_after_ms: number
}

export interface Link {
  readonly link: string
}

export interface Mate {
  readonly assignment_id: string
  readonly technician_id: string
  readonly code: string
  readonly state: AssignmentState
  readonly offered_at: Instant
  readonly expires_at: Instant | null
  readonly answered_at: Instant | null
  readonly ended_at: Instant | null
  readonly reason: string
  readonly decision_id: string | null
}

export interface Material {
  readonly code: string
  readonly org_id: string
  readonly zh: string
  readonly en: string
  readonly unit: string
  readonly price_fen: number
  readonly on_hand_milli: number
}

export interface MePatch {
  readonly language?: string | null
  readonly on_break?: boolean | null
  readonly off_duty?: boolean | null
}

export interface MeView {
  readonly id: string
  readonly code: string
  readonly role: string
  readonly org: string
  readonly org_zh: string
  readonly org_en: string
  readonly communities: readonly string[]
  readonly language: string
  readonly currency: string
  readonly time_zone: string
}

export interface MergeIntent {
  readonly intent: 'merge'
  readonly into: string
}

export interface Moment {
  readonly wall: number
  readonly boot: string
  readonly mono: number
  readonly tz: string
  readonly off_ms: number
  readonly unc_ms: number
}

export interface Move {
  readonly work_order_id: string
  readonly number: string
  readonly version: number
  readonly before: string | null
  readonly before_code: string
  readonly after: string
  readonly after_code: string
  readonly start_before: Instant | null
  readonly start_after: Instant
  readonly gain_s: number
  readonly why: string
}

export interface Note {
  readonly id: string
  readonly text: string
  readonly by: string
  readonly by_name: string
  readonly at: Instant
}

export interface NoteAdding {
  readonly id: string
  readonly text: string
}

export interface OfferIntent {
  readonly intent: 'offer'
  readonly assignment_id: string
  readonly technician_id: string
  readonly expires_at?: Instant | null
  readonly decision_id?: string | null
  readonly crew?: readonly Mate[]
}

export interface OfferView {
  readonly assignment_id: string
  readonly expires_at: Instant | null
  readonly reasons: readonly Term[]
  readonly travel_min: number
  readonly score: number
}

export interface Offering {
  readonly technician_id: string
  readonly version: number
  readonly reason?: string
}

export interface OpOutcome {
  readonly op_id: string
  readonly kind: string
  readonly work_order: string
  readonly verdict: Verdict
  readonly reason: string
  readonly resolution: string | null
  readonly note: string
}

export interface Opened {
  readonly drop: Drop
  readonly state: string
  readonly form: string
  readonly operations: readonly DropOp[]
  readonly text: string
}

export interface OrderDetail {
  readonly order: WorkOrder
  readonly fault: Fault
  readonly place: Place
  readonly health: Health
  readonly technician: string | null
  readonly assignments: readonly Assignment[]
  readonly timeline: readonly TimelineLine[]
  readonly history: readonly PastVisit[]
  readonly decision: Decision | null
}

export interface OrderName {
  readonly id: string
  readonly number: string
  readonly label: string
  readonly fault_zh: string
  readonly fault_en: string
}

export interface OverrideIntent {
  readonly intent: 'override'
  readonly reason: string
}

export interface OwnerPage {
  readonly number: string
  readonly stage: string
  readonly status: Status
  readonly fault_zh: string
  readonly fault_en: string
  readonly place: string
  readonly community_zh: string
  readonly community_en: string
  readonly time_zone: string
  readonly currency: string
  readonly language: string
  readonly reported_at: Instant
  readonly technician: OwnerTechnician | null
  readonly eta: Instant | null
  readonly arrival_code: string | null
  readonly position: LatLng | null
  readonly hold_reason: string | null
  readonly hold_until: Instant | null
  readonly steps: readonly Step[]
  readonly photos: readonly OwnerPhoto[]
  readonly fees: readonly FeeLine[]
  readonly labour_fen: number
  readonly surcharge_fen: number
  readonly total_fen: number
  readonly cause: string
  readonly action: string
  readonly sign_off: string | null
  readonly sign_off_stale: boolean
  readonly sheet: string | null
  readonly nonce: string | null
  readonly certificate: boolean
  readonly may_cancel: boolean
  readonly may_sign: boolean
  readonly may_rate: boolean
  readonly may_urge: boolean
  readonly rated: boolean
  readonly warranty_days: number
  readonly version: number
}

export interface OwnerPhoto {
  readonly id: string
  readonly slot: string
  readonly taken_at: Instant
  readonly width: number
  readonly height: number
  readonly lqip: string
}

export interface OwnerTechnician {
  readonly code: string
  readonly certificates: readonly string[]
}

export interface PartAt {
  readonly depot: string
  readonly zh: string
  readonly en: string
  readonly kind: string
  readonly on_hand_milli: number
  readonly distance_m: number | null
}

export interface PartLine {
  readonly id: string
  readonly material: string
  readonly name: string
  readonly unit: string
  readonly quantity_milli: number
  readonly unit_price_fen: number
}

export interface PartRow {
  readonly at: PartAt
  readonly near: boolean
}

export interface PastVisit {
  readonly number: string
  readonly fault: string
  readonly zh: string
  readonly en: string
  readonly at: Instant
  readonly status: Status
  readonly rework: boolean
}

export interface Permit {
  readonly code: string
  readonly valid_from: Instant
  readonly valid_until: Instant
  readonly by: string
}

export interface Phone {
  readonly phone: string
}

export interface PhoneNamed {
  readonly device_id: string
}

export interface PhoneOrder {
  readonly order: WorkOrder
  readonly fault: Fault
  readonly place: Place
  readonly offer: OfferView | null
  readonly history: readonly PastVisit[]
  readonly certificates: readonly Certificate[]
  readonly authority: Authority
}

export interface PhonesPage {
  readonly gaps: readonly GapRow[]
  readonly holders: readonly HolderRow[]
  readonly differing: readonly DifferRow[]
}

export interface Photo {
  readonly id: string
  readonly org_id: string
  readonly work_order_id: string
  readonly slot: string
  readonly sha256: string
  readonly taken_at: Instant
  readonly by: string
  readonly by_role: string
  readonly position: LatLng | null
  readonly accuracy_m: number | null
  readonly present: boolean
  readonly quality: Quality | null
  readonly flags: readonly string[]
  readonly retracted_at: Instant | null
  readonly shot: string
  readonly version: number
}

export interface Pin {
  readonly photo: string
  readonly x: number
  readonly y: number
  readonly words: string
}

export interface Place {
  readonly premises_id: string
  readonly code: string
  readonly label: string
  readonly building: string
  readonly floor_label: string
  readonly community: string
  readonly community_zh: string
  readonly community_en: string
  readonly position: LatLng
  readonly no_signal: boolean
  readonly time_zone: string
  readonly currency: string
  readonly report_code: string
  readonly quiet_hours: readonly (readonly [string, string])[]
}

export interface PlanApplying {
  readonly only?: readonly string[] | null
}

export interface PlanView {
  readonly id: string
  readonly state: string
  readonly cause: string
  readonly at: Instant
  readonly settled_at: Instant | null
  readonly settled_by: string
  readonly proposal: Proposal
}

export interface Planning {
  readonly change_s: number
  readonly freeze_min: number
  readonly publish_gain_s: number
  readonly rounds: number
  readonly together_from: number
  readonly wait_weight: number
}

export interface Plans {
  readonly items: readonly PlanView[]
}

export interface Policies {
  readonly items: readonly PolicyRow[]
}

export interface Policy {
  readonly id: string
  readonly version: number
  readonly scoring: Scoring
  readonly sla: Readonly<Record<string, Targets>>
  readonly offer_s: Readonly<Record<string, number>>
  readonly close_call_s: number
  readonly lapsed_again_min: number
  readonly failures_allowed: number
  readonly overtime_min: number
  readonly reach_before_min: number
  readonly waived: readonly string[]
  readonly vendor_trades: Readonly<Record<string, readonly string[]>>
  readonly vendor_only: Readonly<Record<string, string>>
  readonly plan: Planning
  readonly retry_min: number
  readonly warn_share: number
  readonly holidays: Readonly<Record<string, readonly string[]>>
  readonly authority: Authority
  readonly danger_words: readonly string[]
}

export interface PolicyPutting {
  readonly community_id?: string
  readonly trade?: string
  readonly policy: Policy
  readonly note?: string
  readonly base?: number | null
}

export interface PolicyRow {
  readonly community_id: string
  readonly trade: string
  readonly version: number
  readonly active: boolean
  readonly policy: Policy
  readonly at: Instant | null
  readonly by: string
  readonly note: string
}

export interface PolicyScope {
  readonly community_id?: string
  readonly trade?: string
}

export interface PositionReport {
  readonly lat: number
  readonly lng: number
  readonly accuracy_m?: number
  readonly at: Instant
}

export interface PremisesHit {
  readonly code: string
  readonly label: string
  readonly community: string
  readonly community_zh: string
  readonly community_en: string
  readonly time_zone: string
  readonly contact_masked: string
  readonly open: readonly BoardRow[]
  readonly recent: readonly PastVisit[]
}

export interface Presence {
  readonly method: PresenceMethod
  readonly at: Instant
  readonly position: LatLng | null
  readonly accuracy_m: number | null
  readonly proof: string | null
}

export type PresenceMethod = 'owner_code' | 'fence' | 'asset_qr' | 'door_photo'

export type Priority = 'P0' | 'P1' | 'P2' | 'P3'

export interface Proposal {
  readonly input_hash: string
  readonly policy: string
  readonly policy_version: number
  readonly seed: number
  readonly rounds: number
  readonly before: Totals
  readonly after: Totals
  readonly moves: readonly Move[]
  readonly days_before: readonly DayPlan[]
  readonly days_after: readonly DayPlan[]
  readonly unplanned: readonly Unplanned[]
}

export interface PublicKey {
  readonly id: string
  readonly point: string
}

export interface PullAnswer {
  readonly cursor: string
  readonly more: boolean
  readonly reset: boolean
  readonly changes: readonly Change[]
  readonly digest: string | null
}

export interface PushKey {
  readonly key: string
}

export interface PushNotification {
  readonly title: string
  readonly body: string
  readonly navigate: string
  readonly tag: string
  readonly kind: string
}

export interface PushPayload {
  readonly web_push: number
  readonly notification: PushNotification
}

export interface PushSubscriptionGone {
  readonly endpoint: string
}

export interface PushSubscriptionPut {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

export interface PutOnHoldIntent {
  readonly intent: 'hold'
  readonly reason: HoldReason
  readonly until: Instant
  readonly note?: string
  readonly material?: string
}

export interface Quality {
  readonly width: number
  readonly height: number
  readonly luma: number
  readonly sharpness: number
  readonly dhash: number
  readonly lqip: string
  readonly warnings: readonly string[]
}

export interface Rating {
  readonly nonce: string
  readonly solved: boolean
  readonly csat?: number | null
  readonly ces?: number | null
  readonly nps?: number | null
  readonly words?: string
}

export interface Reason {
  readonly code: string
  readonly facts: Readonly<Record<string, string>>
}

export interface Reasoned {
  readonly reason: string
}

export interface Receipt {
  readonly last_cseq: number
  readonly n: number
  readonly digest: string
  readonly missing_blobs: readonly string[]
  readonly parked: number
}

export interface ReinforceIntent {
  readonly intent: 'reinforce'
  readonly crew: readonly Mate[]
}

export interface Rejection {
  readonly technician_id: string
  readonly code: string
  readonly reasons: readonly Reason[]
}

export interface ReleaseIntent {
  readonly intent: 'release'
  readonly state: AssignmentState
  readonly reason?: string
}

export interface ReportAnswer {
  readonly work_order_id: string
  readonly number: string
  readonly link: string
  readonly repeated: boolean
}

export interface ReportIntent {
  readonly intent: 'report'
}

export interface ReportPlace {
  readonly code: string
  readonly label: string
  readonly community_zh: string
  readonly community_en: string
  readonly language: string
  readonly time_zone: string
  readonly ticket: string
  readonly faults: readonly FaultChoice[]
}

export interface ReportRequest {
  readonly id: string
  readonly place: string
  readonly words?: string
  readonly fault?: string | null
  readonly priority?: Priority | null
  readonly contact?: Contact
  readonly photos?: readonly string[]
  readonly window_start?: Instant | null
  readonly window_end?: Instant | null
  readonly language?: string
  readonly consent?: boolean
  readonly channel?: string
  readonly reported_at?: Instant | null
}

export interface Result {
  readonly cseq: number
  readonly op_id: string
  readonly verdict: Verdict
  readonly reason: string
  readonly dup: boolean
  readonly facts: Readonly<Record<string, unknown>>
}

export interface ResumeIntent {
  readonly intent: 'resume'
}

export interface Review {
  readonly verdict: string
  readonly by: string
  readonly by_name: string
  readonly at: Instant
  readonly reason: string
  readonly due: Instant | null
  readonly pins: readonly Pin[]
}

export interface ReviewItem {
  readonly id: string
  readonly number: string
  readonly fault: string
  readonly fault_zh: string
  readonly fault_en: string
  readonly label: string
  readonly community: string
  readonly time_zone: string
  readonly technician: string | null
  readonly done_at: Instant | null
  readonly flags: readonly string[]
  readonly priority: Priority
  readonly due_at: Instant | null
  readonly risk: number
  readonly reasons: readonly string[]
  readonly look: boolean
}

export interface RevokeIntent {
  readonly intent: 'revoke'
  readonly reason: string
}

export interface Scale {
  readonly weight: number
  readonly best: number
  readonly worst: number
}

export interface Scoring {
  readonly skill: Scale
  readonly travel: Scale
  readonly load: Scale
  readonly familiarity: Scale
  readonly slack: Scale
  readonly fairness: Scale
  readonly scale_s: number
  readonly stale_s_per_min: number
  readonly late_step_s: number
  readonly late_slope: number
  readonly lateness: Readonly<Record<string, number>>
}

export interface SendBackIntent {
  readonly intent: 'send_back'
  readonly reason: string
  readonly due?: Instant | null
  readonly by_name?: string
  readonly pins?: readonly Pin[]
}

export interface Session {
  readonly access_token: string
  readonly expires_at: Instant
  readonly me: MeView
}

export interface Sheet {
  readonly work_order: string
  readonly number: string
  readonly fault: string
  readonly place: string
  readonly cause: string
  readonly action: string
  readonly parts: readonly (readonly [string, number, number, number])[]
  readonly labour_fen: number
  readonly surcharge_fen: number
  readonly total_fen: number
  readonly currency: string
  readonly photos: readonly string[]
  readonly technician: string
  readonly warranty_days: number
  readonly terms: string
}

export interface SignByLink {
  readonly nonce: string
  readonly digest: string
  readonly signer: string
  readonly strokes: readonly (readonly number[])[]
  readonly aspect: number
  readonly signature_id: string
}

export interface SignIntent {
  readonly intent: 'sign'
  readonly sign_off: SignOff
}

export type SignMethod = 'in_person' | 'link' | 'refused' | 'absent'

export interface SignOff {
  readonly method: SignMethod
  readonly digest: string
  readonly at: Instant
  readonly signature_id: string | null
  readonly signer: string
  readonly reason: string
  readonly stale: boolean
}

export interface Signature {
  readonly id: string
  readonly org_id: string
  readonly work_order_id: string
  readonly signer: string
  readonly strokes: readonly (readonly number[])[]
  readonly aspect: number
  readonly digest: string
  readonly sheet: string
  readonly signed_at: Instant
  readonly by: string
  readonly version: number
}

export interface SignedOff {
  readonly version: number
  readonly method: string
  readonly reason: string
}

export interface Skill {
  readonly trade: string
  readonly level: number
}

export type Slot = 'report' | 'before' | 'during' | 'after' | 'door'

export interface StartIntent {
  readonly intent: 'start'
}

export type Status = 'draft' | 'reported' | 'triaged' | 'offered' | 'accepted' | 'en_route' | 'arrived' | 'in_progress' | 'on_hold' | 'work_done' | 'signed' | 'pending_evidence' | 'in_review' | 'rework' | 'completed' | 'closed' | 'cancelled' | 'declined' | 'merged'

export interface Step {
  readonly code: string
  readonly at: Instant | null
  readonly facts: Readonly<Record<string, string>>
}

export interface SubmitIntent {
  readonly intent: 'submit'
}

export interface Targets {
  readonly respond_min: number
  readonly arrive_min: number | null
  readonly fix_min: number
  readonly working_hours: boolean
  readonly ladder_min: readonly number[]
  readonly respond_common_min: number | null
  readonly fix_common_min: number | null
}

export interface TechnicianRow {
  readonly id: string
  readonly code: string
  readonly team: string
  readonly state: string
  readonly position: LatLng | null
  readonly position_at: Instant | null
  readonly accuracy_m: number | null
  readonly open_orders: number
  readonly max_open: number
  readonly skills: readonly Skill[]
  readonly communities: readonly string[]
  readonly expiring: readonly string[]
}

export interface Term {
  readonly code: string
  readonly raw: number
  readonly unit: string
  readonly weight: number
  readonly u: number
  readonly cost_s: number
}

export interface TimelineLine {
  readonly n: number
  readonly at: Instant
  readonly recorded_at: Instant
  readonly name: string
  readonly actor_role: string
  readonly actor: string
  readonly facts: Readonly<Record<string, unknown>>
}

export interface Totals {
  readonly cost_s: number
  readonly travel_s: number
  readonly metres: number
  readonly late: number
  readonly late_s: number
  readonly unassigned: number
}

export interface TriageIntent {
  readonly intent: 'triage'
  readonly fault: string
  readonly priority: Priority
}

export interface UndoIntent {
  readonly intent: 'undo'
  readonly reason?: string
}

export interface Unplanned {
  readonly work_order_id: string
  readonly number: string
  readonly histogram: Readonly<Record<string, number>>
}

export type Verdict = 'applied' | 'merged' | 'superseded' | 'parked' | 'held'

export interface WaiveEvidenceIntent {
  readonly intent: 'waive_evidence'
  readonly reason: string
  readonly by_name?: string
}

export interface WhatIf {
  readonly work_order_id: string
  readonly number: string
  readonly version: number
  readonly at: Instant
  readonly holder: DayChange | null
  readonly items: readonly Consequence[]
}

export interface WorkOrder {
  readonly id: string
  readonly org_id: string
  readonly community_id: string
  readonly premises_id: string
  readonly number: string
  readonly kind: Kind
  readonly channel: Channel
  readonly status: Status
  readonly priority: Priority
  readonly fault: string
  readonly description: string
  readonly language: string
  readonly contact: Contact
  readonly reported_at: Instant
  readonly received_at: Instant
  readonly window_start: Instant | null
  readonly window_end: Instant | null
  readonly visit_notes: string
  readonly technician_id: string | null
  readonly assignment_id: string | null
  readonly crew: readonly Mate[]
  readonly permits: readonly Permit[]
  readonly clocks: Clocks
  readonly hold: Hold | null
  readonly presence: Presence | null
  readonly checklist: readonly CheckAnswer[]
  readonly parts: readonly PartLine[]
  readonly fees: Fees
  readonly notes: readonly Note[]
  readonly cause: string
  readonly action: string
  readonly sign_off: SignOff | null
  readonly review: Review | null
  readonly merged_into: string | null
  readonly callback_of: string | null
  readonly escalation: number
  readonly approvals: readonly Approval[]
  readonly flags: readonly string[]
  readonly updated_at: Instant
  readonly version: number
}
