"""Words for what the engine does: sentences, labels, refusals and the glossary, in every language of the site."""
