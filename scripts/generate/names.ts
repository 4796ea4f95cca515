import type { Chance } from './chance.js';

const PLACES = ['江景', '阳光', '翠湖', '金色', '紫荆', '东方', '星河', '锦绣', '云溪', '海棠', '松涛', '滨河'];
const KINDS = ['花园', '家园', '雅苑', '名邸', '公馆', '新城', '小区', '华庭', '里'];
const FAMILIES = ['张', '李', '王', '陈', '刘', '赵', '黄', '周', '吴', '林'];
const GIVEN = ['伟', '芳', '娜', '敏', '静', '强', '磊', '洋', '艳', '勇', '杰', '婷'];

const some = (chance: Chance, words: readonly string[]): string => chance.pick(words) ?? '';

export const communityName = (chance: Chance): string =>
  `${some(chance, PLACES)}${some(chance, KINDS)}${chance.between(1, 999)}号院`;
export const companyName = (chance: Chance): string => `${some(chance, PLACES)}物业${chance.between(1, 9_999)}`;
export const personName = (chance: Chance): string => `${some(chance, FAMILIES)}${some(chance, GIVEN)}`;
