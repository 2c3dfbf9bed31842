// The invented person of the walk, and the days it takes place on: always last month, seen from today in Japan.

const today = new Date(Date.now() + 9 * 3600 * 1000);

/** The month that lies `offset` months from this one, as YYYY-MM. */
export function month(offset) {
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1));
  return first.toISOString().slice(0, 7);
}

/** A day of that month, as YYYY-MM-DD; 0 is its last day. */
export function day(offset, number) {
  const [year, m] = month(offset).split('-').map(Number);
  const date = number === 0 ? new Date(Date.UTC(year, m, 0)) : new Date(Date.UTC(year, m - 1, number));
  return date.toISOString().slice(0, 10);
}

/** Today in Japan, as YYYY-MM-DD. */
export const TODAY = today.toISOString().slice(0, 10);

export const OFFICE = {
  office_name: '相談支援センターあおば',
  address: '神奈川県みまもり市あおば区中央1-1',
  phone: '044-000-0000',
  manager: '青葉 管理',
  number_plan: '1435000012',
  number_child: '1475000011',
  area_plan: '2',
  area_child: '2',
  grade: '1',
  municipality: 'kawasaki',
};

export const PERSON = { name: '青葉 管理', login: 'aoba', password: 'あさひの丘に 風車が三つ 2026' };

export const CLIENT = {
  name: '緑野 若葉',
  kana: 'ミドリノ ワカバ',
  birth: 'S60.3.1',
  address: '神奈川県みまもり市あおば区緑3-2-1',
  phone: '044-000-0001',
};

export const SPECIALIST = { name: '若松 空', kana: 'ワカマツ ソラ' };

export const CERTIFICATE_NUMBER = '0000000018';

/** A certificate of one year that ends two months from now, every three months: last month is one of its months. */
export const PLANNED = [-7, -4, -1, 2].map(month);

/** The fields in the order in which they stand on the page. */
export const CERTIFICATE = [
  ['service', 'plan'],
  ['number', CERTIFICATE_NUMBER],
  ['municipality', '141305'],
  ['municipality_name', '川崎市'],
  ['upper_limit_yen', '0'],
  ['decision', 'renewal'],
  ['plan_made_on', day(-10, 20)],
  ['grant_service_0', '居宅介護'],
  ['grant_amount_0', '月30時間'],
  ['grant_start_0', day(-9, 1)],
  ['grant_end_0', day(2, 0)],
  ['phase_interval_0', '3'],
];

/** 令和8年11月 for 2026-11. */
export function wareki(text) {
  const [year, m] = text.split('-').map(Number);
  return `令和${year - 2018}年${m}月`;
}
