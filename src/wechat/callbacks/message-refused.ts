/**
 * Why a message is nobody's: the account of its URL is not known here, is not authorized now, or is not the one that the
 * message names.
 */
export type MessageRefusal = 'ACCOUNT_UNKNOWN' | 'ACCOUNT_NOT_AUTHORIZED' | 'OTHER_ACCOUNT';

/** A message that came from WeChat, but to nobody here. It says nothing of the message (R26). */
export class MessageRefusedError extends Error {
  readonly code = 'MESSAGE_REFUSED';
  constructor(readonly reason: MessageRefusal) {
    super(`The message was refused: ${reason}.`);
    this.name = new.target.name;
  }
}
