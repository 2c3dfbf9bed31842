// The invented adult and the invented child of the planning walk, and the days of their first year: it ends next month.

import { TODAY, day } from '../people.mjs';

export const HELPER_STATION = {
  name: 'ヘルパーステーションこもれび', kana: 'ヘルパーステーションコモレビ', phone: '044-000-0101', mail: 'komorebi@example.jp', person: '木漏 日和', from: day(-30, 1),
};

export const WORKSHOP = {
  name: '就労継続支援B型ひなたぼっこ', kana: 'シュウロウケイゾクシエンビーガタヒナタボッコ', phone: '044-000-0102', mail: 'hinata@example.jp', person: '日向 暖', from: day(-30, 1),
};

export const PLAYROOM = {
  name: '放課後等デイサービスつみき', kana: 'ホウカゴトウデイサービスツミキ', phone: '044-000-0103', mail: 'tsumiki@example.jp', person: '積木 楽', from: day(-30, 1),
};

/** 緑野 若葉, 40: lives with her mother, wants to work with flowers. */
export const ADULT = {
  client: { name: '緑野 若葉', kana: 'ミドリノ ワカバ', birth: 'S60.3.1', phone: '044-000-0001', address: '神奈川県みまもり市あおば区緑3-2-1', residence: 'home' },
  service: 'plan',
  certificate: '0000000018',
  covered: '居宅介護',
  provider: HELPER_STATION,
  wish: '花に関わる仕事をして、旅行に行きたい。',
  goal: '週に2回、母と夕食を作る',
  need: '料理を自分で作りたい',
  content: '調理を一緒に行う',
  amount: '月30時間',
  more: '月40時間',
  interval: '3',
  reports: [-10, -7, -4, -1],
  signer: { relation: 'client', signer: '緑野 若葉' },
};

/** 空木 蕾, 9: goes to school and, after it, to a place to play. */
export const CHILD = {
  client: { name: '空木 蕾', kana: 'ウツギ ツボミ', birth: birthOfNine(), phone: '044-000-0002', address: '神奈川県みまもり市あおば区空5-4-3', residence: 'home',
    guardian_name: '空木 茂', guardian_kana: 'ウツギ シゲル', guardian_relation: '父' },
  service: 'child',
  certificate: '0000000026',
  covered: '放課後等デイサービス',
  provider: PLAYROOM,
  wish: '友だちと電車ごっこをしたい。',
  goal: '順番を待って遊べる',
  need: '友だちと遊びたい',
  content: '少人数のあそび',
  amount: '月15日',
  more: '月20日',
  interval: '6',
  reports: [-7, -1],
  signer: { relation: 'deputy', signer: '空木 茂', relation_note: '父（保護者）' },
};

function birthOfNine() {
  return `${Number(TODAY.slice(0, 4)) - 9}-05-05`;
}

/** The days of the first plan: asked for 13 months ago, granted from 12 months ago to the end of the next month. */
export const FIRST = {
  kind: 'new',
  call: day(-13, 1),
  opened: day(-13, 2),
  interview: day(-13, 6),
  assessed: day(-13, 8),
  draft: day(-13, 10),
  draftConsent: day(-13, 12),
  handIn: day(-13, 13),
  decided: day(-13, 20),
  notified: day(-13, 22),
  coordinated: day(-13, 23),
  conference: day(-13, 24),
  consent: day(-13, 26),
  delivered: day(-13, 27),
  start: day(-12, 1),
  end: day(-1, 0),
};

/** 更新 without a change, in the last month of the first term; it holds for a year. */
export const RENEWAL = {
  kind: 'renewal',
  opened: day(-1, 19),
  interview: day(-1, 20),
  reviewed: day(-1, 21),
  assessed: day(-1, 21),
  draft: day(-1, 22),
  draftConsent: day(-1, 22),
  handIn: day(-1, 23),
  decided: day(-1, 24),
  notified: day(-1, 25),
  coordinated: day(-1, 25),
  conference: day(-1, 26),
  consent: day(-1, 27),
  delivered: day(-1, 28),
  start: day(0, 1),
  end: day(11, 0),
};

/** 変更 of the amount, today, in a month in which no monitoring is due. It begins after the renewal did, also on the first of a month. */
export const CHANGE = {
  ...Object.fromEntries(['opened', 'interview', 'consulted', 'reviewed', 'assessed', 'draft', 'draftConsent', 'handIn', 'decided', 'notified', 'coordinated', 'conference', 'consent',
    'delivered'].map((step) => [step, TODAY])),
  kind: 'change',
  start: TODAY > day(0, 1) ? TODAY : day(0, 2),
  end: day(11, 0),
};
