"""Home, the list of scenes, and what the site says about itself."""
