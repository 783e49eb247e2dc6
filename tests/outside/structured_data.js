// Tests pages by the presets of structured-data-testing-tool and prints as JSON what came of each:
//   node tests/outside/structured_data.js FILE…   from the root of the repository; it fetches nothing.
// The tool knows no "@graph", which is another way to write several scripts: so they are made several.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const tool = join(process.cwd(), 'node_modules', 'structured-data-testing-tool')
const { structuredDataTest } = require(tool)
const { Google, Twitter, Facebook } = require(join(tool, 'presets'))

const SCRIPT = /<script type="application\/ld\+json">(.*?)<\/script>/gs

function apart (script, text) {
  const { '@graph': things, ...rest } = JSON.parse(text)
  return (things || [{}])
    .map(thing => `<script type="application/ld+json">${JSON.stringify({ ...rest, ...thing })}</script>`)
    .join('')
}

async function main (files) {
  const told = {}
  for (const file of files) {
    const html = readFileSync(file, 'utf8').replace(SCRIPT, apart)
    const found = await structuredDataTest(html, { presets: [Google, Twitter, Facebook] })
      .catch(error => error.res)
    told[file] = {
      failed: found.failed.map(test => `${test.group}: ${test.test}`),
      schemas: found.schemas,
      passed: found.passed.length
    }
  }
  console.log(JSON.stringify(told))
}

main(process.argv.slice(2))
