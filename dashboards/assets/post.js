// What changed of pieces of the page comes in one message (parts/live/post.py). It is put into what their models
// hold, so that a piece that is drawn later, or again, finds it there; one that is on the page puts it in place.
globalThis.kansPost = (() => {
  const pieces = new Map(), listening = new WeakSet() // model → what of it changes → who puts it in place
  const entries = (values) => values instanceof Map ? [...values] : Object.entries(values)

  function deliver(message) {
    for (const [id, changes] of entries(message)) {
      const model = Bokeh.documents.map((page) => page.get_model_by_id(id)).find(Boolean)
      for (const [what, changed] of model ? entries(changes) : []) {
        const held = model[what]
        for (const [name, now] of entries(changed)) held instanceof Map ? held.set(name, now) : held[name] = now
        pieces.get(id)?.[what]?.(changed)
      }
    }
  }

  function listen(page) {
    if (listening.has(page)) return
    listening.add(page)
    page.on_message("kans_post", (message) => queueMicrotask(() => deliver(message))) // once all that came is known
  }

  return {
    // From the first message on: a document is not whole yet when it says that it is there.
    begin() {
      const { documents } = Bokeh, add = documents.push
      documents.forEach(listen)
      documents.push = (...pages) => {
        for (const page of pages) queueMicrotask(() => listen(page))
        return add.apply(documents, pages)
      }
    },
    take: (model, puts) => pieces.set(model.id, puts),
    drop: (model, puts) => { if (pieces.get(model.id) === puts) pieces.delete(model.id) },
  }
})()
