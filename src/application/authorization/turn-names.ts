/** Whose turn it is, by account and by run of the QR flow. */
export const turnOfAccount = (appId: string): string => `authorization-of/${appId}`;
export const turnOfRun = (authorizationId: string): string => `authorization/${authorizationId}`;
