import { render } from 'preact'

const root = document.getElementById('app')
if (root) render(<main>上门</main>, root)
