/** What decisions need to know of a comparison with WeChat's list. */
export interface ReconciliationState {
  readonly isRecorded: boolean;
}
