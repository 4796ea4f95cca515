import { GraphQLEnumType, GraphQLInterfaceType, GraphQLUnionType, type GraphQLSchema } from 'graphql';
import { buildGongxiangSchema } from '../../../schema/build.js';
import type { Context, Language } from '../../../schema/context.js';
import { refusalOf } from '../../../schema/refusals/refusal-of.js';
import { refusals } from './refusal-examples.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGongxiangSchema();
});

// Of the context a refusal takes the language; the rest only answers for nested objects, which are not asked for here.
const context = (language: Language): Context => ({ language }) as Context;

/** `SHARE_CODE_UNKNOWN` → `ShareCodeUnknown`, with WeChat's own spelling. */
const typeOf = (code: string): string =>
  code
    .split('_')
    .map((word) => (word === 'WECHAT' ? 'WeChat' : `${word.charAt(0)}${word.slice(1).toLowerCase()}`))
    .join('');

describe('every refusal', () => {
  it.each(refusals)('$code has a type of its own that clients can ask for', (refusal) => {
    const made = refusalOf(refusal, context('en'));
    const userError = schema.getType('UserError') as GraphQLInterfaceType;
    expect(made.constructor.name).toBe(typeOf(refusal.code));
    expect(schema.getPossibleTypes(userError).map(({ name }) => name)).toContain(made.constructor.name);
    expect(made.code).toBe(refusal.code);
    const unions = Object.values(schema.getTypeMap()).filter((type) => type instanceof GraphQLUnionType);
    expect(unions.some((union) => union.getTypes().some(({ name }) => name === made.constructor.name))).toBe(true);
  });

  it.each(refusals)('$code says in both languages what is wrong and what to do', (refusal) => {
    const { message: en } = refusalOf(refusal, context('en'));
    const { message: zh } = refusalOf(refusal, context('zh'));
    expect(en).toMatch(/^[A-Z0-9].{10,}[^ ]$/);
    expect(en).not.toMatch(/[\u4e00-\u9fff]|undefined|null|\[object/);
    expect(zh).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(zh).not.toMatch(/undefined|null|\[object|[\u4e00-\u9fff][,:;]/);
  });

  it('has its code in the enum, and the enum no other', () => {
    const codes = (schema.getType('UserErrorCode') as GraphQLEnumType).getValues().map(({ name }) => name);
    expect([...codes].sort()).toEqual(refusals.map(({ code }) => code).sort());
  });

  it('leads to the field at fault where there is one', () => {
    const pathOf = (code: string) => {
      const refusal = refusals.find((each) => each.code === code);
      return refusal && refusalOf(refusal, context('en')).path;
    };
    expect(pathOf('INVALID_INPUT')).toEqual(['name']);
    expect(pathOf('MERCHANT_NUMBER_MISMATCH')).toEqual(['merchantNumber']);
    expect(pathOf('TOO_MANY_ATTEMPTS')).toBeNull();
  });
});
