"""Making a scenario by clicking: cards and their fields over one TOML text, checked by the engine's loader."""
