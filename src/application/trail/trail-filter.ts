/** What a trail is asked for, by query or feed. All facets must hold; null holds always. */
export interface TrailFilter {
  readonly appId?: string | null;
  readonly tenantId?: string | null;
  readonly communityId?: string | null;
  readonly actorSubject?: string | null;
  readonly actorId?: string | null;
  readonly command?: string | null;
  readonly types?: readonly string[] | null;
  readonly commandId?: string | null;
  readonly correlationId?: string | null;
  /** Inclusive, as the log writes times, so that they compare as texts. */
  readonly from?: string | null;
  /** Exclusive. */
  readonly until?: string | null;
}
