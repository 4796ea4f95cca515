/** What a server tells the process that forked it, once, when it takes requests. */
export interface ReadyMessage {
  readonly graphqlUrl: string;
  /** Null where real credentials are configured. */
  readonly simulatorUrl: string | null;
}
