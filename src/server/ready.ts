/** What a server tells the process that forked it, once, when it takes requests. */
export interface ReadyMessage {
  readonly graphqlUrl: string;
  readonly simulatorUrl: string;
}
