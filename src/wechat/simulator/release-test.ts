import { ImpossibleError } from './impossible.js';
import type { Administrators } from './administrators.js';
import type { CustomerService } from './customer-service.js';
import type { Delivery } from './delivery.js';
import type { PassiveReply } from './passive-reply.js';
import type { Pushes } from './pushes.js';
import { RELEASE_TEST_PAIRS } from './release-test-accounts.js';
import type { Answered, Residents } from './residents.js';

export interface ReleaseTestLine {
  readonly step: 'TICKET' | 'AUTHORIZED' | 'TEXT' | 'API_TEXT' | 'EVENT' | 'UNAUTHORIZED';
  readonly passed: boolean;
  readonly durationMs: number;
  /** What came, in words. */
  readonly found: string;
}

export interface ReleaseTestReport {
  readonly passed: boolean;
  /** Of the official account that it was done with. */
  readonly appId: string;
  readonly lines: readonly ReleaseTestLine[];
}

interface Parts {
  readonly pushes: Pushes;
  readonly administrators: Administrators;
  readonly residents: Residents;
  readonly customerService: CustomerService;
  readonly callbackTimeoutMs: number;
}

/** How long after its question WeChat waits for the message that comes by the API. */
const API_TEXT_MS = 10_000;

type Finding = readonly [passed: boolean, found: string];

/** WeChat's test of a platform before its network-wide release (wechat protocol §7.7), with one of the five pairs. */
export async function releaseTest(parts: Parts, which: number): Promise<ReleaseTestReport> {
  const pair = RELEASE_TEST_PAIRS[which];
  if (pair === undefined) throw new ImpossibleError('There are five pairs of accounts: 0 to 4.');
  const { pushes, administrators, residents, customerService, callbackTimeoutMs } = parts;
  const { officialAccount, miniProgram } = pair;
  const { appId } = officialAccount;
  const lines: ReleaseTestLine[] = [];
  const step = async (name: ReleaseTestLine['step'], run: () => Promise<Finding>): Promise<void> => {
    const started = performance.now();
    const [passed, found] = await run();
    lines.push({ step: name, passed, durationMs: Math.round(performance.now() - started), found });
  };
  let code = '';

  await step('TICKET', async () => taken(await pushes.ticket()));
  await step('AUTHORIZED', async () => {
    const told = await administrators.authorizeAndTell({ appId });
    code = told.code;
    const other = await administrators.authorizeAndTell({ appId: miniProgram.appId });
    return both(taken(told.delivery), taken(other.delivery));
  });
  await step('TEXT', async () =>
    said(await residents.say(appId, 'TESTCOMPONENT_MSG_TYPE_TEXT'), 'TESTCOMPONENT_MSG_TYPE_TEXT_callback'),
  );
  await step('API_TEXT', async () => {
    const wanted = `${code}_from_api`;
    const asked = await residents.say(appId, `QUERY_AUTH_CODE:${code}`);
    const [attempt] = asked.delivery.attempts;
    const quick = asked.delivery.outcome === 'ACKNOWLEDGED' && (attempt?.durationMs ?? 0) < callbackTimeoutMs;
    const sent = await customerService.waitFor(appId, ({ content }) => content === wanted, API_TEXT_MS);
    return [
      quick && asked.reply === null && sent !== null,
      `${quick ? '' : 'no '}answer in time, ${shown(asked.reply)}, ${sent === null ? 'no message' : 'the message'} by the API`,
    ];
  });
  await step('EVENT', async () => said(await residents.event(appId, { event: 'LOCATION' }), 'LOCATIONfrom_callback'));
  await step('UNAUTHORIZED', async () =>
    both(taken(await administrators.cancel(appId)), taken(await administrators.cancel(miniProgram.appId))),
  );
  return { passed: lines.every(({ passed }) => passed), appId, lines };
}

function taken({ outcome }: Delivery): Finding {
  return [outcome === 'ACKNOWLEDGED', outcome];
}

function both([one, first]: Finding, [other, second]: Finding): Finding {
  return [one && other, `${first}, ${second}`];
}

function said({ delivery, reply }: Answered, wanted: string): Finding {
  return [delivery.attempts.length === 1 && reply?.content === wanted, `${delivery.outcome}, ${shown(reply)}`];
}

function shown(reply: PassiveReply | null): string {
  if (reply === null) return 'no reply';
  return `${reply.type}${reply.content === null ? '' : ` “${reply.content}”`}`;
}
