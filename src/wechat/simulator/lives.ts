/** Lives of what WeChat issues, seconds. */
export const LIVES = {
  ticket: 12 * 3_600,
  ticketInterval: 600,
  token: 7_200,
  /** That a superseded token is still taken. */
  overlap: 300,
  preAuthCode: 1_800,
  authCode: 600,
} as const;
