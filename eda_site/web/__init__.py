"""What the site needs as a web server: headers, static files, languages, the start itself."""
