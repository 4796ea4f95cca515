import { stringify } from 'csv-stringify/sync';
import type { AuditEventView } from '../../src/application/queries/views.js';
import { namedSummary } from '../../schema/messages/summary.js';
import type { Language } from '../../schema/context.js';

/** What spreadsheets take for the beginning of UTF-8. */
const MARK = '\ufeff';

type MaybeLater<Value> = Value | Promise<Value>;

interface Column {
  readonly name: Readonly<Record<Language, string>>;
  value(event: AuditEventView, language: Language): MaybeLater<string | null>;
}

const factOf = ({ data }: AuditEventView, name: string): string | null => {
  const value = data[name];
  return typeof value === 'string' ? value : null;
};

const COLUMNS: readonly Column[] = [
  { name: { en: 'Time', zh: '时间' }, value: ({ occurredAt }) => occurredAt },
  { name: { en: 'Type', zh: '类型' }, value: ({ type }) => type },
  { name: { en: 'Summary', zh: '摘要' }, value: namedSummary },
  { name: { en: 'Actor', zh: '操作人' }, value: async ({ actor }) => (await actor.name()) ?? (await actor.subject()) },
  { name: { en: 'Actor id', zh: '操作人编号' }, value: ({ actor }) => actor.id },
  { name: { en: 'Actor kind', zh: '操作人类别' }, value: ({ actor }) => actor.kind },
  { name: { en: 'Acting tenant', zh: '操作方租户' }, value: ({ actor }) => actor.tenant?.id ?? null },
  { name: { en: 'Tenant', zh: '相关租户' }, value: ({ tenant }) => tenant?.id ?? null },
  { name: { en: 'Account', zh: '公众号' }, value: (event) => factOf(event, 'appId') },
  { name: { en: 'Account name', zh: '公众号名称' }, value: ({ accountName }) => accountName },
  { name: { en: 'Community', zh: '小区' }, value: (event) => factOf(event, 'communityId') },
  { name: { en: 'Command', zh: '命令' }, value: ({ command }) => command },
  { name: { en: 'Command id', zh: '命令编号' }, value: ({ commandId }) => commandId },
  { name: { en: 'Request id', zh: '请求编号' }, value: ({ correlationId }) => correlationId },
  { name: { en: 'Cause', zh: '起因' }, value: ({ causationId }) => causationId },
  { name: { en: 'Event id', zh: '事件编号' }, value: ({ id }) => id },
  { name: { en: 'Cursor', zh: '游标' }, value: ({ cursor }) => cursor },
];

/** RFC 4180; what a spreadsheet would take for a formula gets an apostrophe in front of it. */
const csv = (rows: readonly (readonly (string | null)[])[]): string =>
  stringify([...rows], { record_delimiter: 'windows', escape_formulas: true });

export const headRow = (language: Language): string => `${MARK}${csv([COLUMNS.map(({ name }) => name[language])])}`;

export async function eventRows(events: readonly AuditEventView[], language: Language): Promise<string> {
  const rows = events.map((event) => Promise.all(COLUMNS.map(async (column) => column.value(event, language))));
  return csv(await Promise.all(rows));
}
