/** Folder of the explorer's files, below the server's own address. */
export const EXPLORER_PATH = '/explorer';

/** Nothing but this server is asked; styles are set by the editor as it runs. */
export const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const EXPLORER_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Gongxiang · GraphQL explorer</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${EXPLORER_PATH}/graphiql.css" />
    <link rel="stylesheet" href="${EXPLORER_PATH}/explorer.css" />
    <script src="${EXPLORER_PATH}/react.js" defer></script>
    <script src="${EXPLORER_PATH}/react-dom.js" defer></script>
    <script src="${EXPLORER_PATH}/graphiql.js" defer></script>
    <script src="${EXPLORER_PATH}/explorer.js" type="module"></script>
  </head>
  <body>
    <form id="bar">
      <strong>Gongxiang 共享</strong>
      <label for="token">Bearer token</label>
      <input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="eyJ…" />
      <button>Use</button>
      <span id="hint">Get one with <code>npm run --silent token -- --tenant t1 --role OPERATOR --name 张三</code></span>
    </form>
    <div id="explorer"></div>
  </body>
</html>
`;

export const EXPLORER_STYLE = `html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 14px/1.4 system-ui, sans-serif; }
#bar { display: flex; align-items: center; gap: 10px; padding: 8px 14px; background: #1f2937; color: #f9fafb; }
#bar input { width: 18em; padding: 4px 8px; border: 1px solid #6b7280; border-radius: 4px; }
#bar button { padding: 4px 12px; border: 0; border-radius: 4px; background: #10b981; color: #fff; cursor: pointer; }
#bar code { padding: 2px 6px; border-radius: 4px; background: #374151; }
#explorer { flex: 1; min-height: 0; }
`;

/** Runs in the browser. The token stays in the tab's session and goes to this server alone. */
export const EXPLORER_SCRIPT = `import { createClient } from './graphql-ws/client.js';

const url = new URL('/graphql', location.href).href;
const input = document.getElementById('token');
const root = ReactDOM.createRoot(document.getElementById('explorer'));
const welcome = \`# Put a token into the field above,
# then press the triangle (or Ctrl-Enter).
# Subscriptions work here as well.

query WhoAmI {
  viewer {
    subject
    name
    roles
    tenant {
      id
      name
    }
  }
  latestCursor
}
\`;

let socket = null;

function fetcherFor(token) {
  const authorization = 'Bearer ' + token;
  socket?.dispose();
  socket = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { authorization, language: navigator.language },
  });
  return GraphiQL.createFetcher({ url, wsClient: socket, headers: token ? { authorization } : {} });
}

function show(token) {
  root.render(
    React.createElement(GraphiQL, {
      // Another token sees another world: begin anew.
      key: token,
      fetcher: fetcherFor(token),
      defaultQuery: welcome,
      defaultEditorToolsVisibility: 'variables',
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      // Without a token nothing is told, not even the schema.
      ...(token ? {} : { schema: null }),
    }),
  );
}

document.getElementById('bar').addEventListener('submit', (event) => {
  event.preventDefault();
  const token = input.value.trim().replace(/^Bearer\\s+/i, '');
  sessionStorage.setItem('token', token);
  show(token);
});

input.value = sessionStorage.getItem('token') ?? '';
show(input.value);
`;
