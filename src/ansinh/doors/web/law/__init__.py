"""The law on the site: programmes, policies as prose, trying a case, two days compared, files and paper."""
