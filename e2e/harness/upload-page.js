// Uploaders in real Chromium, on a page of another origin: bundled from npm as a customer would.
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { FLAGS, executablePath } from './browser.js';

const ENTRY = `
import * as tus4 from 'tus-js-client';
import * as tus2 from 'tus-js-client-2';
import Uppy from '@uppy/core';
import UppyTus from '@uppy/tus';
Object.assign(window, { tus4, tus2, Uppy, UppyTus });
`;

/** A page with `tus4`, `tus2`, `Uppy` and `UppyTus`, and files that it may fetch. */
export class UploadPage {
  /** `files` are bytes by their path. */
  static async open(files) {
    const bundle = await build({
      stdin: { contents: ENTRY, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      logLevel: 'error',
    });
    const answers = {
      '/': ['text/html', '<!doctype html><meta charset="utf-8"><script src="/uploaders.js"></script>'],
      '/uploaders.js': ['text/javascript', bundle.outputFiles[0].contents],
    };
    const site = createServer((request, response) => {
      const [type, body] = answers[request.url] ?? ['video/mp4', files[request.url] ?? ''];
      response.setHeader('Content-Type', type);
      response.end(body);
    });
    await new Promise((listening) => site.listen(0, '127.0.0.1', listening));
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    const tab = await browser.newPage();
    const page = new UploadPage();
    Object.assign(page, { site, browser, tab, origin: `http://127.0.0.1:${site.address().port}` });
    await tab.goto(page.origin);
    return page;
  }

  /** Runs a function inside the page, which sees nothing of its module. */
  run(inside, argument) {
    return this.tab.evaluate(inside, argument);
  }

  async close() {
    await this.browser.close();
    await new Promise((closed) => this.site.close(closed));
  }
}
