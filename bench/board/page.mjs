// Our page of the board, taken apart for the peers: what stands before and after the rows, with places for the numbers that a
// peer reckons itself, and one row as a template in the words of each peer.

/** A place for the number `at` in the words of a template engine. */
const PLACE = { ejs: (at) => `<%= counts[${at}] %>`, django: (at) => `{{ counts.${at} }}` };

/** The page without its rows: `head` and `tail`, with places for the six counts. */
function frame(html, engine) {
  const begin = html.indexOf('<tbody>') + '<tbody>'.length;
  const end = html.indexOf('</tbody>');
  let at = -1;
  const head = html.slice(0, begin).replace(/<strong>\d+<\/strong>/g, () => `<strong>${PLACE[engine]((at += 1))}</strong>`);
  if (at !== 5) throw new Error(`the page has ${at + 1} counts, not 6`);
  return { head, tail: html.slice(end) };
}

const EJS_ROW = `<% for (const r of rows) { %>
<tr<% if (r.late) { %> class=late<% } %>><th><a href=<%= r.address %>><%= r.name %></a> <span><%= r.kana %></span><% if (r.late || r.of_month) { %><p><% if (r.late) { %><b>⚠遅れ</b> <% } %><%= r.of_month %><% } %><td><%= r.interval %><% for (const l of r.lamps) { %><td><a<% if (l.look !== 'open') { %> class=<%= l.look %><% } %> href=<%= r.address %>/<%= l.step %>><%= l.word %></a><% } %><td><a href=<%= r.address %>/<%= r.next_step %>><%= r.next %></a><% if (r.missing) { %><small><%= r.missing %></small><% } %><td><%= r.due %><% if (r.over) { %> <strong>過ぎ</strong><% } %><% } %>`;

const DJANGO_ROW = `{% for r in rows %}
<tr{% if r.late %} class=late{% endif %}><th><a href={{ r.address }}>{{ r.name }}</a> <span>{{ r.kana }}</span>{% if r.late or r.of_month %}<p>{% if r.late %}<b>⚠遅れ</b> {% endif %}{{ r.of_month }}{% endif %}<td>{{ r.interval }}{% for l in r.lamps %}<td><a{% if l.look != "open" %} class={{ l.look }}{% endif %} href={{ r.address }}/{{ l.step }}>{{ l.word }}</a>{% endfor %}<td><a href={{ r.address }}/{{ r.next_step }}>{{ r.next }}</a>{% if r.missing %}<small>{{ r.missing }}</small>{% endif %}<td>{{ r.due }}{% if r.over %} <strong>過ぎ</strong>{% endif %}{% endfor %}`;

/** The whole template of a peer. */
export function template(html, engine) {
  const { head, tail } = frame(html, engine);
  return head + (engine === 'ejs' ? EJS_ROW : DJANGO_ROW) + tail;
}

/** The names on a page, in their order. */
export function names(html) {
  return [...html.matchAll(/<th><a href=\S+?>([^<]*)<\/a> <span>([^<]*)<\/span>/g)].map(([, name, kana]) => `${name} ${kana}`);
}
