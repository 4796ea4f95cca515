import { makeAccount, type SimulatedAccount } from './accounts.js';

export interface ReleaseTestPair {
  readonly officialAccount: SimulatedAccount;
  readonly miniProgram: SimulatedAccount;
}

/** Accounts of WeChat itself, with which it tests a platform before its network-wide release (wechat protocol §7.7). */
export const RELEASE_TEST_PAIRS: readonly ReleaseTestPair[] = [
  ['570bc396a51b8ff8', '3c884a361561', 'd101a85aa106f53e', '8dad206e9538'],
  ['9252c5e0bb1836fc', 'c0f28a78b318', 'c39235c15087f6f3', '905ae9d01059'],
  ['8e1097c5bc82cde9', '3f222ed8d140', '7720d01d4b2a4500', '393666f1fdf4'],
  ['14550af28c71a144', '26128078e9ab', '05d483572dcd5d8b', '39abb5d4e1b7'],
  ['a35b9c23cfe664eb', '2b3713f184a6', '5910277cae6fd970', '7818dcb60240'],
].map(([account, original, miniProgram, miniOriginal], i) => ({
  officialAccount: makeAccount(`${account}${original}`, { nickname: `全网发布检测 ${i + 1}` }),
  miniProgram: makeAccount(`${miniProgram}${miniOriginal}`, {
    nickname: `全网发布检测小程序 ${i + 1}`,
    kind: 'MINI_PROGRAM',
  }),
}));
