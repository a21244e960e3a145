import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../scripts/site/render-markdown.ts';

const NAMES = new Set(['verdict', 'findings', 'findings/diverged']);
const render = (markdown: string, name = 'verdict') => renderMarkdown(name, markdown, NAMES);

describe('a page of Markdown', () => {
  it('has the title of its first heading, and its sections with the anchors that GitHub gives them', () => {
    const { title, sections, html } = render(
      '# A `b` & c\n\n## What to do, in 3 steps\n\n### More\n\n## `penalty` <x>\n',
    );
    expect(title).toBe('A b & c');
    expect(sections).toEqual([
      { id: 'what-to-do-in-3-steps', html: 'What to do, in 3 steps' },
      { id: 'penalty-x', html: '<code>penalty</code> &lt;x&gt;' },
    ]);
    expect(html).toContain('<a class="anchor" href="#what-to-do-in-3-steps"');
    expect(html).toContain('<h3 id="more">');
  });

  it.each([
    ['another page', '[a](findings.md)', 'verdict', 'href="findings.html"'],
    ['a part of another page', '[a](findings.md#x)', 'verdict', 'href="findings.html#x"'],
    [
      'a page of a folder, from above',
      '[a](findings/diverged.md)',
      'verdict',
      'href="findings/diverged.html"',
    ],
    ['a page above', '[a](../verdict.md#x)', 'findings/diverged', 'href="../verdict.html#x"'],
    [
      'the page that its folder is called after',
      '[a](../findings.md)',
      'findings/diverged',
      'href="../findings.html"',
    ],
    ['a part of itself', '[a](#x)', 'verdict', 'href="#x"'],
    ['another host', '[a](https://example.org/a.md)', 'verdict', 'href="https://example.org/a.md"'],
    [
      'the lab page',
      '[a](../../index.html#b=1&c=2)',
      'findings/diverged',
      'href="../../index.html#b=1&amp;c=2"',
    ],
  ])('leads to %s', (_, markdown, name, expected) => {
    expect(render(markdown, name).html).toContain(expected);
  });

  it('names what lies elsewhere in the repository instead of leading there', () => {
    expect(render('[deno](../examples/deno)').html).toBe('<p>deno (<code>examples/deno</code>)</p>\n');
    expect(render('[examples/deno](../examples/deno)').html).toBe('<p>examples/deno</p>\n');
    expect(render('[a](missing.md)').html).toBe('<p>a (<code>docs/missing.md</code>)</p>\n');
  });

  it('lets code and tables scroll by keyboard, and escapes them', () => {
    const { html } = render('```sh\na < b && c\n```\n\n| A "b" | C |\n| --- | ---: |\n| `<d>` | e |\n');
    expect(html).toContain('<pre tabindex="0"><code>a &lt; b &amp;&amp; c</code></pre>');
    expect(html).toContain('role="group" aria-label="Table: A &quot;b&quot;, C" tabindex="0"');
    expect(html).toContain('<td><code>&lt;d&gt;</code></td><td class="right">e</td>');
  });

  it('takes no HTML from a page but comments, which it drops', () => {
    const { html } = render('<!-- a comment -->\n\n<script>alert(1)</script>\n\nb <i onclick="x">c</i>\n');
    expect(html).not.toContain('comment');
    expect(html).not.toMatch(/<script|<i /);
  });
});
