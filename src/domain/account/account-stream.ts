import type { EventToWrite, PastEvent } from '../event.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import type { AccountEvent } from './events.js';
import { NO_ACCOUNT, type AccountState } from './state.js';

const PREFIX = 'account-';

const GRANTED = { status: 'AUTHORIZED', deauthorizedAt: null, cancelledAt: null } as const;

function evolve(state: AccountState, { event, occurredAt }: PastEvent<AccountEvent>): AccountState {
  switch (event.type) {
    case 'AccountAuthorized': {
      const { appId, tenure, owner, grant, profile, permissions, grantedAt } = event.data;
      return { ...state, ...GRANTED, appId, tenure, owner, grant, profile, permissions, grantedAt };
    }
    case 'AccountGrantRenewed':
    case 'AccountResumed':
      return { ...state, ...GRANTED, grant: event.data.grant, grantedAt: event.data.grantedAt };
    case 'AccountDeauthorized': {
      const { cancelledAt } = event.data;
      return { ...state, status: 'DEAUTHORIZED', cancelledAt, deauthorizedAt: cancelledAt ?? occurredAt };
    }
    case 'AccountProfileRefreshed':
      return { ...state, profile: event.data.profile };
    case 'AccountPermissionsChanged':
      return { ...state, permissions: event.data.permissions };
    case 'AccountReleased':
      return {
        ...state,
        status: 'RELEASED',
        owner: null,
        deauthorizedAt: null,
        cancelledAt: null,
        paymentInterfaces: state.paymentInterfaces.clear(),
      };
    case 'PaymentInterfaceAdded': {
      const { paymentInterfaceId: id, name, merchantNumber } = event.data;
      return { ...state, paymentInterfaces: state.paymentInterfaces.set(id, { id, name, merchantNumber }) };
    }
    case 'PaymentInterfaceRemoved':
      return { ...state, paymentInterfaces: state.paymentInterfaces.delete(event.data.paymentInterfaceId) };
    case 'SharingStarted': {
      const { sharingId, tenure, owner, recipient } = event.data;
      return {
        ...state,
        sharings: state.sharings.set(sharingId, {
          sharingId,
          tenure,
          owner,
          recipient,
          status: 'ACTIVE',
          since: occurredAt,
        }),
        activeSharingByRecipient: state.activeSharingByRecipient.set(recipient, sharingId),
      };
    }
    case 'SharingEnded': {
      const { sharingId, recipient } = event.data;
      const sharing = state.sharings.get(sharingId);
      return {
        ...state,
        sharings: sharing ? state.sharings.set(sharingId, { ...sharing, status: 'ENDED' }) : state.sharings,
        activeSharingByRecipient: state.activeSharingByRecipient.delete(recipient),
      };
    }
  }
}

/** `account-{appId}`: one owner; tenures and grants; its payment interfaces; its sharings. */
export const accountStream: StreamKind<AccountState, AccountEvent> = {
  prefix: PREFIX,
  initial: NO_ACCOUNT,
  evolve,
  upcast: firstShapes<AccountEvent>(PREFIX, {
    AccountAuthorized: true,
    AccountGrantRenewed: true,
    AccountResumed: true,
    AccountDeauthorized: true,
    AccountProfileRefreshed: true,
    AccountPermissionsChanged: true,
    AccountReleased: true,
    PaymentInterfaceAdded: true,
    PaymentInterfaceRemoved: true,
    SharingStarted: true,
    SharingEnded: true,
  }),
};

/** An event for the account that it names. It concerns its recipient where it tells of a sharing, else the owner (R27). */
export const toAccount = (event: AccountEvent): EventToWrite<AccountEvent> => ({
  stream: streamOf(accountStream, event.data.appId),
  event,
  tenant: 'recipient' in event.data ? event.data.recipient : event.data.owner,
});
