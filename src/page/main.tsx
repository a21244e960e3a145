import { render } from 'preact';

render(<h1>Does an L1 penalty help?</h1>, document.getElementById('page') as HTMLElement);
