import { Html, html } from '../../web/html.js';

const STYLE = new Html(`
  body { margin: 0; background: #f2f2f2; color: #191919; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
  main { max-width: 40rem; margin: 2rem auto; padding: 1.5rem 2rem 2rem; background: #fff; border-radius: 8px; }
  h1 { font-size: 1.25rem; } h2 { font-size: 1rem; margin-top: 1.5rem; }
  small, .hint { color: #666; } .en { color: #666; font-weight: normal; }
  ul { list-style: none; padding: 0; } li { padding: .4rem 0; }
  label { display: flex; gap: .75rem; align-items: center; cursor: pointer; }
  .accounts li { border: 1px solid #e5e5e5; border-radius: 6px; padding: .6rem .8rem; margin-bottom: .5rem; }
  .accounts img { border-radius: 4px; } .accounts small { display: block; }
  .sets { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
  button { width: 100%; padding: .75rem; border: 0; border-radius: 6px; background: #07c160; color: #fff; font-size: 1rem; cursor: pointer; }
  button:focus-visible, input:focus-visible { outline: 3px solid #10aeff; }
  form.inline { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; margin: .4rem 0; }
  form.inline button { width: auto; padding: .4rem .8rem; font-size: .9rem; } button.quiet { background: #576b95; }
  form.inline input[type=text] { flex: 1; padding: .4rem; font: inherit; }
  .talk li { display: flex; white-space: pre-wrap; overflow-wrap: anywhere; } .talk span { padding: .4rem .7rem; border-radius: 6px; background: #f2f2f2; }
  .talk .RESIDENT { justify-content: flex-end; } .talk .RESIDENT span { background: #95ec69; } .talk .WECHAT { justify-content: center; font-size: .8rem; color: #666; }
  table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .5rem .3rem 0; border-bottom: 1px solid #e5e5e5; }
  .error { border-left: 4px solid #fa5151; padding-left: 1rem; }
  code { background: #f2f2f2; padding: .1rem .3rem; border-radius: 3px; overflow-wrap: anywhere; }
`);

/** A whole page; nothing in it comes from elsewhere, no script runs in it. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="zh">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.source;
}
