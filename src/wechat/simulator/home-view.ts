import { type Html, html } from '../../web/html.js';
import { KIND_NAMES, type SimulatedAccount } from './accounts.js';
import type { Controls } from './controls.js';
import { LIVES } from './lives.js';
import { RELEASE_TEST_PAIRS } from './release-test-accounts.js';
import type { ReleaseTestLine, ReleaseTestReport } from './release-test.js';

/** What the simulator is, the accounts that can be played with, and what concerns the platform as a whole. */
export function home(controls: Controls, report: ReleaseTestReport | null): Html {
  const granted = new Set(controls.truth().map(({ appId }) => appId));
  return html` <h1>微信开放平台模拟器 <span class="en">WeChat Open Platform simulator</span></h1>
    <p>
      本服务在本机模拟微信，用于试用与测试；不连接微信。<br />
      <span class="en"
        >It plays WeChat's part on this machine, for trying things out and for tests. It never talks to WeChat.</span
      >
    </p>
    <h2>模拟账号 <span class="en">Simulated accounts</span></h2>
    <p class="hint">
      选择一个账号，扮演它的管理员或关注它的住户。
      <span class="en">Choose one to play its administrator, or a resident who follows it.</span>
    </p>
    <ul class="accounts">
      ${controls.accounts().map((account) => accountLink(account, granted.has(account.appId)))}
    </ul>
    <h2>平台 <span class="en">Platform</span></h2>
    <p>
      <code>${controls.component.appId}</code> · 授权发起页域名 <span class="en">start domain</span>
      <code>${controls.component.startDomain}</code>
    </p>
    <p>
      授权页要从平台自己的页面进入：发起授权后打开平台给出的链接。授权码 ${LIVES.authCode / 60}
      分钟内有效，只能使用一次。<br />
      <span class="en"
        >The authorization page is reached from the platform's own page: start an authorization there and follow its
        link. A code lives ${LIVES.authCode / 60} minutes and works once.</span
      >
    </p>
    <form class="inline" method="post" action="/play/ticket">
      <button type="submit" class="quiet">推送验证票据 Push a ticket</button>
      <small>${lastTicket(controls)}</small>
    </form>
    <h2 id="release-test">全网发布检测 <span class="en">Release test</span></h2>
    <form class="inline" method="post" action="/play/release-test">
      <select name="which">
        ${RELEASE_TEST_PAIRS.map(({ officialAccount }, i) => html`<option value="${i}">${officialAccount.appId}</option>`)}
      </select>
      <button type="submit" class="quiet">开始检测 Run</button>
    </form>
    ${report === null ? null : reportTable(report)}
    <p class="hint">控制接口 <span class="en">control by programs</span>: docs/simulator.md</p>`;
}

function accountLink({ appId, nickname, kind, condition, verified }: SimulatedAccount, granted: boolean): Html {
  const [zh, en] = KIND_NAMES[kind];
  const state = condition === 'NORMAL' ? null : html` · ${condition}`;
  return html`<li>
    <a href="/play/${appId}">${nickname}</a>
    <small
      >${zh} ${en} · ${verified ? '已认证 verified' : '未认证 unverified'}${state} ·
      ${granted ? '已授权 authorized' : '未授权 not authorized'} · <code>${appId}</code></small
    >
  </li>`;
}

function lastTicket(controls: Controls): string {
  const last = controls.deliveries().findLast(({ kind }) => kind === 'component_verify_ticket');
  if (last === undefined) return '尚未推送 none was pushed yet';
  return last.outcome === 'ACKNOWLEDGED'
    ? '上次已被接收 the last one was taken'
    : `上次未被接收 the last one: ${last.outcome}`;
}

const STEPS: Readonly<Record<ReleaseTestLine['step'], readonly [zh: string, en: string]>> = {
  TICKET: ['推送票据', 'ticket'],
  AUTHORIZED: ['授权通知', 'authorization'],
  TEXT: ['普通文本消息', 'plain text'],
  API_TEXT: ['API 文本消息', 'text by the API'],
  EVENT: ['事件', 'event'],
  UNAUTHORIZED: ['取消授权通知', 'cancellation'],
};

function reportTable({ passed, appId, lines }: ReleaseTestReport): Html {
  return html`<p>
      <code>${appId}</code> ${passed ? '检测通过' : '检测未通过'}
      <span class="en">${passed ? 'passed' : 'not passed'}</span>
    </p>
    <table>
      ${lines.map(({ step, passed: ok, durationMs, found }) => {
        const [zh, en] = STEPS[step];
        return html`<tr>
          <td>${ok ? '✓' : '✗'} ${zh} <span class="en">${en}</span></td>
          <td>${durationMs} ms</td>
          <td><small>${found}</small></td>
        </tr>`;
      })}
    </table>`;
}
